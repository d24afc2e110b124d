namespace Claudebox.Server.Terminals;

/// <summary>The lineage that a terminal's prompts move.</summary>
/// <param name="Workspace">The workspace, links resolved.</param>
/// <param name="Origin">The lineage's origin.</param>
internal sealed record TerminalLineage(string Workspace, string Origin);
