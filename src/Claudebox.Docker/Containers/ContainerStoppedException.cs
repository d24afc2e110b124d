using Claudebox.Runs;

namespace Claudebox.Docker;

/// <summary>A container does not run. Inside this assembly only: callers start it again or fail with <see cref="ToFailure"/>.</summary>
internal sealed class ContainerStoppedException(string containerId, string state, long exitCode, string logTail)
    : Exception(IsGoing(state) ? "The container was removed." : $"The container stopped (state {state}, exit code {exitCode}).")
{
    internal string ContainerId { get; } = containerId;

    /// <summary>Whether it ended by itself and in order, as it does when it was unused for its idle time.</summary>
    internal bool IsIdleStop => state == "exited" && exitCode == 0;

    /// <summary>Whether it is gone or on its way: it can never be started again.</summary>
    internal bool IsRemoved => IsGoing(state);

    internal static ContainerStoppedException Removed(string containerId) => new(containerId, "removed", 0, string.Empty);

    internal ClaudeboxException ToFailure() => new(FailureCode.ContainerFailed,
        Message + (logTail.Length == 0 ? string.Empty : $"\nLast lines of its log:\n{logTail}"), this);

    // The engine kills a container before it removes it; in between, its state says so.
    private static bool IsGoing(string state) => state is "removed" or "removing" or "dead";
}
