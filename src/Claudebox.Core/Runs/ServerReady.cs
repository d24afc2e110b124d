namespace Claudebox.Runs;

/// <summary>The body of <c>GET /ready</c> when the server can take prompts.</summary>
public sealed record ServerReady
{
    /// <summary><c>ready</c>.</summary>
    public required string Status { get; init; }
}
