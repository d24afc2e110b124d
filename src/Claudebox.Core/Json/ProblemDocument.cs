using System.Text.Json;
using Claudebox.Runs;

namespace Claudebox.Json;

/// <summary>An error of the HTTP interface: RFC 9457 problem details with our extension members.</summary>
public sealed record ProblemDocument
{
    /// <summary>A short title of the status.</summary>
    public string? Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public int Status { get; init; }

    /// <summary>One plain sentence for people.</summary>
    public string? Detail { get; init; }

    /// <summary>The kind of failure.</summary>
    public FailureCode Code { get; init; }

    /// <summary>The run it belongs to, if any.</summary>
    public string? RunId { get; init; }

    /// <summary>Seconds after which a retry makes sense.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>Invalid fields and what is wrong with each.</summary>
    public IReadOnlyDictionary<string, string>? Errors { get; init; }

    /// <summary>The last lines of Claude Code's stderr.</summary>
    public string? StandardErrorTail { get; init; }

    /// <summary>Claude Code's own result, when there is one.</summary>
    public JsonElement? Result { get; init; }
}
