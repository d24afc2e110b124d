namespace Claudebox.CommandLine.Installation;

/// <summary>
/// Scripts of the earlier implementation that would still be found by their names. They are known by their content: the
/// command <c>claude</c> of Claude Code itself is never touched.
/// </summary>
internal sealed class EarlierCommandPart(InstallationPlan plan)
{
    public async Task<Outcome?> RunAsync(bool remove, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        foreach (var path in Candidates())
        {
            try
            {
                if ((await InstalledCommand.InspectAsync(path, cancellationToken).ConfigureAwait(false)).Kind == CommandKind.Earlier)
                {
                    found.Add(path);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A script that nobody may read is not one of theirs.
            }
        }

        if (found.Count == 0)
        {
            return null;
        }

        return remove ? Remove(found) : Outcome.Skipped(
            $"left as they are: {string.Join(", ", found)}", $"Remove them with 'claudebox install --migrate', or: rm {string.Join(' ', found)}");
    }

    private static Outcome Remove(List<string> found)
    {
        try
        {
            found.ForEach(File.Delete);
            return Outcome.Done($"removed {string.Join(", ", found)}");
        }
        catch (UnauthorizedAccessException exception)
        {
            return Outcome.Failed(exception.Message, $"Remove them yourself: sudo rm {string.Join(' ', found)}");
        }
    }

    private IEnumerable<string> Candidates()
    {
        string[] directories = [plan.InstallDirectory, Path.Combine(plan.Paths.HomeDirectory, ".local", "bin"), "/usr/local/bin"];
        string[] names = ["claude", "claudebox", Path.GetFileName(plan.CommandPath)];
        return directories.SelectMany(directory => names, Path.Combine).Distinct(StringComparer.Ordinal).Where(path => path != plan.CommandPath);
    }
}
