using Claudebox.Docker;

namespace Claudebox.CommandLine.Installation;

/// <summary>Remembers the choices, and forgets them with the stored token.</summary>
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

    public Task<Outcome?> UninstallAsync(CancellationToken cancellationToken)
    {
        // The token first: with nothing else in it, the folder goes with the file.
        var token = StoredToken.Beside(plan.File);
        string[] removed = [.. token.Delete() ? [token.Path] : Array.Empty<string>(), .. plan.File.Delete() ? [plan.File.Path] : Array.Empty<string>()];
        return Task.FromResult<Outcome?>(removed.Length > 0 ? Outcome.Done($"removed {string.Join(", ", removed)}") : Outcome.Unchanged($"there is no {plan.File.Path}"));
    }
}
