using Claudebox.Runs;

namespace Claudebox.Terminals;

/// <summary>
/// One line of the answer to <c>POST /terminals</c>. The first has the terminal's id; the answer then stays open as long as
/// the terminal is attached, and ends when its command has ended with all that it started.
/// </summary>
public sealed record TerminalUpdate
{
    /// <summary>The terminal, for the command that attaches to it: <c>claudebox-server terminal ID</c>.</summary>
    public string? TerminalId { get; init; }

    /// <summary>Why the server ended the command; only in a last line.</summary>
    public RunFailure? Failure { get; init; }
}
