using Claudebox.Runs;

namespace Claudebox.Docker;

/// <summary>A container does not run. Inside this assembly only: callers start it again or fail with <see cref="ToFailure"/>.</summary>
internal sealed class ContainerStoppedException(string containerId, string state, long exitCode, string logTail)
    : Exception($"The container stopped (state {state}, exit code {exitCode}).")
{
    internal string ContainerId { get; } = containerId;

    /// <summary>Whether it ended by itself and in order, as it does when it was unused for its idle time.</summary>
    internal bool IsIdleStop => state == "exited" && exitCode == 0;

    internal ClaudeboxException ToFailure() => new(FailureCode.ContainerFailed,
        Message + (logTail.Length == 0 ? string.Empty : $"\nLast lines of its log:\n{logTail}"), this);
}
