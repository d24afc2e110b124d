using Claudebox.Docker;

namespace Claudebox.CommandLine.Installation;

/// <summary>Brings containers to the present image, and removes the image they had before.</summary>
internal sealed class ContainersPart(EnginePart engine, ImagePart image)
{
    public async Task<Outcome?> RenewAsync(CancellationToken cancellationToken)
    {
        var found = new List<ContainerRenewal>();
        await foreach (var renewal in engine.Engine.RenewContainersAsync(cancellationToken).ConfigureAwait(false))
        {
            found.Add(renewal);
        }

        if (image.ReplacedId is { } replaced)
        {
            await engine.Engine.RemoveImageAsync(replaced, cancellationToken).ConfigureAwait(false);
        }

        var renewed = Names(ContainerRenewalOutcome.Renewed);
        var inUse = Reasons(ContainerRenewalOutcome.InUse);
        var failed = Reasons(ContainerRenewalOutcome.Failed);
        var detail = string.Join("; ", ((string?[])
        [
            renewed.Count > 0 ? $"made anew: {string.Join(", ", renewed)}" : null,
            inUse.Count > 0 ? $"in use, so left as they are: {string.Join(", ", inUse)}" : null,
            failed.Count > 0 ? $"could not be made anew: {string.Join(", ", failed)}" : null,
        ]).OfType<string>());
        var advice = inUse.Count > 0 ? "Those in use are made anew by the next prompt after their run or terminal has ended, or by another update." : null;
        return (failed.Count, renewed.Count, inUse.Count) switch
        {
            ( > 0, _, _) => Outcome.Failed(detail, advice),
            (_, > 0, _) => Outcome.Done(detail, advice),
            (_, _, > 0) => Outcome.Skipped(detail, advice),
            _ => Outcome.Unchanged(found.Count == 0 ? "there are none" : "all are on the present image"),
        };

        List<string> Names(ContainerRenewalOutcome outcome) => [.. found.Where(item => item.Outcome == outcome).Select(item => item.Container.Name)];

        List<string> Reasons(ContainerRenewalOutcome outcome) =>
            [.. found.Where(item => item.Outcome == outcome).Select(item => $"{item.Container.Name} ({item.Detail})")];
    }
}
