namespace Claudebox.CommandLine.Installation;

/// <summary>Remembers the choices.</summary>
internal sealed class ConfigurationPart(InstallationPlan plan)
{
    public async Task<Outcome?> RunAsync(CancellationToken cancellationToken)
    {
        var choices = plan.Choices();
        var text = choices.Values.Count == 0 ? "nothing to remember" : string.Join(", ", choices.Values.Select(pair => $"{pair.Key} = {pair.Value}"));
        if (plan.File.Read().ToJson().SequenceEqual(choices.ToJson()))
        {
            return Outcome.Unchanged($"{plan.File.Path} ({text})");
        }

        await plan.File.WriteAsync(choices, cancellationToken).ConfigureAwait(false);
        return Outcome.Done($"{plan.File.Path} ({text})");
    }
}
