namespace Claudebox.Json;

/// <summary>How deep JSON may be nested.</summary>
public static class JsonDepth
{
    /// <summary>
    /// The limit for everything that Claude Code or a tool wrote. .NET's own of 64 is less than what tools answer.
    /// </summary>
    public const int Limit = 512;
}
