namespace Claudebox;

/// <summary>The variants of the image.</summary>
public enum ClaudeboxVariant
{
    /// <summary>With compilers, languages and tools for most projects.</summary>
    Full,

    /// <summary>With what Claude Code needs; the agent installs the rest.</summary>
    Minimal,
}
