using Claudebox.Docker;

namespace Claudebox.CommandLine.Installation;

/// <summary>What an uninstallation removes only when asked.</summary>
internal sealed class RemovalParts(InstallationPlan plan, EnginePart engine)
{
    public async Task<Outcome?> ContainersAsync(CancellationToken cancellationToken)
    {
        var removed = new List<string>();
        var busy = new List<string>();
        foreach (var container in await engine.Engine.ListContainersAsync(null, cancellationToken).ConfigureAwait(false))
        {
            if (await engine.Engine.DescribeActivityAsync(container, cancellationToken).ConfigureAwait(false) is { } activity)
            {
                busy.Add($"{container.Name} ({activity})");
                continue;
            }

            await engine.Engine.RemoveContainerAsync(container, cancellationToken).ConfigureAwait(false);
            removed.Add(container.Name);
        }

        var text = removed.Count == 0 ? "there are none to remove" : $"removed {string.Join(", ", removed)}";
        return busy.Count > 0
            ? Outcome.Failed($"{text}; left, because they are in use: {string.Join(", ", busy)}", "End what goes on in them ('claudebox stop'), then run this again.")
            : removed.Count == 0 ? Outcome.Unchanged(text) : Outcome.Done(text);
    }

    public async Task<Outcome?> ImageAsync(CancellationToken cancellationToken)
    {
        var reference = ImageChoice.Of(plan.Settings).Reference;
        var names = await engine.Engine.ListImagesAsync(cancellationToken).ConfigureAwait(false);
        if (!names.Contains(reference))
        {
            return Outcome.Unchanged($"there is no {reference}");
        }

        return await engine.Engine.RemoveImageAsync(reference, cancellationToken).ConfigureAwait(false)
            ? Outcome.Done($"removed {reference}", Others(names, reference))
            : Outcome.Failed($"{reference} is needed by a container", "Remove the containers too: --remove-containers");
    }

    public Task<Outcome?> KeysAsync(CancellationToken cancellationToken) => Task.FromResult<Outcome?>(RemoveKeys(plan.SshDirectory));

    public Task<Outcome?> DataAsync(CancellationToken cancellationToken) => Task.FromResult<Outcome?>(
        RemoveFolder(plan.DataDirectory, path => Directory.Exists(DataDirectory.OwnPartOf(path)), "Claudebox has never used it"));

    private static string? Others(IEnumerable<string> names, string reference) =>
        names.Where(name => name != reference).ToList() is { Count: > 0 } others ? $"Other images of Claudebox are left: docker rmi {string.Join(' ', others)}" : null;

    // Only the pair that an installation makes, never a directory with all that lies in it; and nothing of ssh's own directory,
    // whose keys are the user's even when they were put to use here.
    private static Outcome RemoveKeys(string directory)
    {
        if (!Directory.Exists(directory))
        {
            return Outcome.Unchanged($"there is no {directory}");
        }

        var isOfSsh = Path.GetFileName(Path.TrimEndingDirectorySeparator(directory)) == ".ssh";
        var key = Path.Combine(directory, SshKeyPart.KeyFile);
        if (isOfSsh || !File.Exists(key))
        {
            return Outcome.Failed(
                $"{directory} was left alone: {(isOfSsh ? "the keys of ssh itself lie in it" : "it holds no key of Claudebox")}", "Remove it yourself if you are sure.");
        }

        File.Delete(key);
        File.Delete(key + ".pub");
        if (Directory.EnumerateFileSystemEntries(directory).Any())
        {
            return Outcome.Done($"removed {key}", $"Other files are left in {directory}.");
        }

        Directory.Delete(directory);
        return Outcome.Done($"removed {directory}");
    }

    // A setting may name anything, the home directory as well.
    private Outcome RemoveFolder(string path, Func<string, bool> isOurs, string whyNot)
    {
        if (!Directory.Exists(path))
        {
            return Outcome.Unchanged($"there is no {path}");
        }

        var isAbove = (plan.Paths.HomeDirectory + Path.DirectorySeparatorChar).StartsWith(
            Path.TrimEndingDirectorySeparator(path) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        if (isAbove || !isOurs(path))
        {
            return Outcome.Failed($"{path} was left alone: {(isAbove ? "your home directory lies in it" : whyNot)}", "Remove it yourself if you are sure.");
        }

        Directory.Delete(path, recursive: true);
        return Outcome.Done($"removed {path}");
    }
}
