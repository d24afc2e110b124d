namespace Claudebox.PowerShell.Hosting;

/// <summary>What a run would be made of.</summary>
/// <param name="Lines">The container's parts and the names of the run's variables, for people. No value is among them.</param>
/// <param name="Warnings">What will hardly work, for people.</param>
/// <param name="Environment">The variables of the run, secrets included: for the request alone.</param>
internal sealed record HostPlan(IReadOnlyList<string> Lines, IReadOnlyList<string> Warnings, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Says what is going to be done with it.</summary>
    public string Describe(string action) => string.Join(System.Environment.NewLine, Lines.Select(line => "  " + line).Prepend(action));

    /// <summary>Leaves the values out, so that no message can hold them by accident.</summary>
    public override string ToString() => string.Join(System.Environment.NewLine, Lines);
}
