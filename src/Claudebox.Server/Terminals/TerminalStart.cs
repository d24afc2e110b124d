namespace Claudebox.Server.Terminals;

/// <summary>The body of <c>POST /terminals/{id}/command</c>.</summary>
/// <param name="ProcessId">The process on the terminal, which starts the command.</param>
internal sealed record TerminalStart(int ProcessId);
