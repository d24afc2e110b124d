namespace Claudebox.Runs;

/// <summary>The body of <c>GET /health</c>.</summary>
public sealed record ServerHealth
{
    /// <summary>The <see cref="Status"/> of a server that takes prompts.</summary>
    public const string Ok = "ok";

    /// <summary>The <see cref="Status"/> of a server that turns prompts away because it stops.</summary>
    public const string Stopping = "stopping";

    /// <summary><see cref="Ok"/>, or <see cref="Stopping"/> from the beginning of the server's end on.</summary>
    public required string Status { get; init; }

    /// <summary>The server's version.</summary>
    public required string Version { get; init; }

    /// <summary>The container's role: <c>prog</c>, <c>interactive</c> or <c>server</c>.</summary>
    public required string Role { get; init; }

    /// <summary>Runs that are not final.</summary>
    public int ActiveRuns { get; init; }

    /// <summary>Terminals that are attached.</summary>
    public int AttachedTerminals { get; init; }
}
