namespace Claudebox.PowerShell.Hosting;

/// <summary>What a run would be made of.</summary>
/// <param name="Lines">The container's parts and the names of the run's variables, for people. No value is among them.</param>
/// <param name="Environment">The variables of the run, secrets included: for the request alone.</param>
internal sealed record HostPlan(IReadOnlyList<string> Lines, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Leaves the values out, so that no message can hold them by accident.</summary>
    public override string ToString() => string.Join(System.Environment.NewLine, Lines);
}
