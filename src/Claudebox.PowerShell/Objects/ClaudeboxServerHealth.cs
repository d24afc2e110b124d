namespace Claudebox;

/// <summary>How a server is; what <c>Test-ClaudeboxServer</c> emits.</summary>
public sealed class ClaudeboxServerHealth
{
    internal ClaudeboxServerHealth(ClaudeboxServer server) => Server = server;

    /// <summary>The server.</summary>
    public ClaudeboxServer Server { get; }

    /// <summary>Its URL.</summary>
    public Uri? Url => Server.Url;

    /// <summary>Whether it answers.</summary>
    public bool IsHealthy { get; internal init; }

    /// <summary>Whether it could run a prompt.</summary>
    public bool IsReady { get; internal init; }

    /// <summary>Whether it lets the caller in.</summary>
    public bool IsAuthorized { get; internal init; }

    /// <summary>Its version; null when it does not answer.</summary>
    public string? Version { get; internal init; }

    /// <summary>Runs that are not final.</summary>
    public int ActiveRuns { get; internal init; }

    /// <summary>Workspaces in which a run is at work.</summary>
    public IReadOnlyList<string> BusyWorkspaces { get; internal init; } = [];

    /// <summary>What is wrong; null when all is well.</summary>
    public string? Detail { get; internal init; }

    /// <summary>Whether all is well.</summary>
    public bool IsUsable => IsHealthy && IsReady && IsAuthorized;

    /// <summary>Gives what is wrong.</summary>
    /// <returns>One sentence; <c>ok</c> when all is well.</returns>
    public override string ToString() => Detail ?? "ok";
}
