namespace Claudebox;

/// <summary>What <c>Invoke-Claudebox</c> emits.</summary>
public enum ClaudeboxOutputFormat
{
    /// <summary>Events as objects, while they happen; the last is the result.</summary>
    Object,

    /// <summary>The answer as one text.</summary>
    Text,

    /// <summary>The result as one line of JSON.</summary>
    Json,

    /// <summary>The result with every turn, as JSON.</summary>
    JsonVerbose,

    /// <summary>One line of JSON per event, while they happen.</summary>
    StreamJson,
}
