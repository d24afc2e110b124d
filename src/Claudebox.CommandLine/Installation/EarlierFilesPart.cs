using System.Text.RegularExpressions;

namespace Claudebox.CommandLine.Installation;

/// <summary>
/// Files by which the earlier implementation spoke with its containers (behaviour.md 1.2). Those with credentials in them were
/// never removed, and every agent can read them through the data directory.
/// </summary>
internal sealed partial class EarlierFilesPart(InstallationPlan plan)
{
    public Task<Outcome?> RunAsync(bool remove, CancellationToken cancellationToken)
    {
        var found = Find();
        if (found.Count == 0)
        {
            return Task.FromResult<Outcome?>(null);
        }

        var text = $"{found.Count} {(found.Count == 1 ? "file" : "files")} of the earlier implementation in {plan.DataDirectory}";
        if (!remove)
        {
            return Task.FromResult<Outcome?>(Outcome.Skipped(
                $"left as they are: {text}", $"They may hold credentials. Remove them with 'claudebox install --migrate', or: rm {string.Join(' ', found)}"));
        }

        found.ForEach(File.Delete);
        return Task.FromResult<Outcome?>(Outcome.Done($"removed {text}"));
    }

    [GeneratedRegex(@"^\.claude-.*-(auth|args|no-continue|update)$")]
    private static partial Regex TheirName();

    private List<string> Find() => Directory.Exists(plan.DataDirectory)
        ? [.. Directory.EnumerateFiles(plan.DataDirectory, ".claude-*").Where(path => TheirName().IsMatch(Path.GetFileName(path))).Order(StringComparer.Ordinal)]
        : [];
}
