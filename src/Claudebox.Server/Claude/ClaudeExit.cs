namespace Claudebox.Server.Claude;

/// <summary>How a Claude Code process ended.</summary>
/// <param name="ExitCode">Its exit code; 128 + the signal when one killed it.</param>
/// <param name="OutputComplete">Whether its last line was terminated.</param>
/// <param name="StandardErrorTail">The last lines of its stderr.</param>
/// <param name="EndedTasks">Background tasks that were ended because they took too long.</param>
/// <param name="OutputHeldOpen">Whether a process outside of the tree kept its output open, which was then given up.</param>
/// <param name="HasLeftovers">Whether processes of its tree could not be ended.</param>
internal sealed record ClaudeExit(
    int ExitCode, bool OutputComplete, string? StandardErrorTail, IReadOnlyList<string> EndedTasks, bool OutputHeldOpen, bool HasLeftovers);
