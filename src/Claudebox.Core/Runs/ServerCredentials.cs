namespace Claudebox.Runs;

/// <summary>
/// The body of <c>PUT /credentials</c>, which only the socket in the container takes: what the server keeps in its memory
/// and nowhere else. It replaces what was given before.
/// </summary>
public sealed record ServerCredentials
{
    /// <summary>Tokens of the HTTP API; empty opens it to everybody, null leaves them as they are.</summary>
    public IReadOnlyList<string>? Tokens { get; init; }

    /// <summary>Variables of every Claude Code process, such as <c>CLAUDE_CODE_OAUTH_TOKEN</c>; null leaves them as they are.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }
}
