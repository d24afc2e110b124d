namespace Claudebox.Docker;

/// <summary>The size of a terminal.</summary>
/// <param name="Columns">Characters in a row.</param>
/// <param name="Rows">Rows.</param>
public readonly record struct TerminalSize(int Columns, int Rows);
