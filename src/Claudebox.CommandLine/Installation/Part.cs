using System.Runtime.CompilerServices;
using Claudebox.Installation;
using Claudebox.Runs;

namespace Claudebox.CommandLine.Installation;

/// <summary>A part of an installation.</summary>
/// <param name="Name">The name of its step.</param>
/// <param name="RunAsync">Does it; no outcome means that there was nothing to speak of.</param>
/// <param name="Needs">Names of the steps without whose success it makes no sense.</param>
internal sealed record Part(string Name, Func<CancellationToken, Task<Outcome?>> RunAsync, params string[] Needs)
{
    /// <summary>Does parts, one after the other. A failure ends only what needs it.</summary>
    public static async IAsyncEnumerable<InstallStep> RunAllAsync(IEnumerable<Part> parts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var failed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var missing = part.Needs.FirstOrDefault(failed.Contains);
            var outcome = missing is null
                ? await part.TryAsync(cancellationToken).ConfigureAwait(false)
                : Outcome.Skipped($"needs the step '{missing}', which did not succeed");
            if (missing is not null || outcome is { Status: InstallStepStatus.Failed })
            {
                failed.Add(part.Name);
            }

            if (outcome is not null)
            {
                yield return outcome.ToStep(part.Name);
            }
        }
    }

    private async Task<Outcome?> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ClaudeboxException exception)
        {
            return Outcome.Failed(exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Outcome.Failed(exception.Message);
        }
    }
}
