using Claudebox.Docker;

namespace Claudebox.CommandLine.Installation;

/// <summary>Containers of the earlier implementation. They hold credentials in their configuration, and nothing that is not elsewhere too.</summary>
internal sealed class EarlierContainersPart(EnginePart engine)
{
    public async Task<Outcome?> RunAsync(bool remove, CancellationToken cancellationToken)
    {
        var found = await engine.Engine.ListEarlierContainersAsync(cancellationToken).ConfigureAwait(false);
        if (found.Count == 0)
        {
            return null;
        }

        if (!remove)
        {
            return Outcome.Skipped(
                $"left as they are: {Names(found)}",
                $"Remove them with 'claudebox install --migrate', or: docker rm {string.Join(' ', found.Select(item => item.Name))}");
        }

        var running = found.Where(item => item.IsRunning).ToList();
        foreach (var container in found.Except(running))
        {
            await engine.Engine.RemoveContainerAsync(container, cancellationToken).ConfigureAwait(false);
        }

        var removed = found.Count == running.Count ? null : $"removed {Names(found.Except(running))}";
        return running.Count == 0 ? Outcome.Done(removed!) : Outcome.Skipped(
            string.Join("; ", ((string?[])[removed, $"these run, so they were left: {Names(running)}"]).OfType<string>()),
            $"End what goes on in them, then: docker rm --force {string.Join(' ', running.Select(item => item.Name))}");
    }

    private static string Names(IEnumerable<EarlierContainer> containers) => string.Join(", ", containers.Select(item => item.Name));
}
