using Claudebox.Docker;

namespace Claudebox.CommandLine.Installation;

/// <summary>The data directory, with sessions and whatever else is in it already.</summary>
internal sealed class DataDirectoryPart(InstallationPlan plan)
{
    public Task<Outcome?> RunAsync(CancellationToken cancellationToken) => Task.FromResult<Outcome?>(
        DataDirectory.Ensure(plan.DataDirectory) ? Outcome.Done(plan.DataDirectory) : Outcome.Unchanged(plan.DataDirectory));
}
