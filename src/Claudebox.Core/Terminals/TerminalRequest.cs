namespace Claudebox.Terminals;

/// <summary>The body of <c>POST /terminals</c>: what a terminal is going to be attached to.</summary>
public sealed record TerminalRequest
{
    /// <summary>Arguments of <c>claudebox-server</c>: <c>interactive …</c> or <c>claude …</c>.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Variables for the command, credentials included. They live in its process only.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }
}
