using System.Text.Json;

namespace Claudebox.Server.Api;

/// <summary>
/// The shape of a result, for the OpenAPI document: Claude Code's result in camelCase with the run added. The answer itself is
/// written from Claude Code's own line, and can hold more.
/// </summary>
internal sealed record RunResultDocument
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>Absolute path of the workspace.</summary>
    public required string Workspace { get; init; }

    /// <summary>Only of <c>GET /run/result</c> and of a run that did not complete: where it stands.</summary>
    public string? Status { get; init; }

    /// <summary>Only of a run that did not complete: why, in one plain sentence.</summary>
    public string? Error { get; init; }

    /// <summary>Claude's answer.</summary>
    public string? Result { get; init; }

    /// <summary>The object that a JSON Schema asked for, verbatim.</summary>
    public JsonElement? StructuredOutput { get; init; }

    /// <summary>How it ended: <c>success</c>, <c>error_max_turns</c> and others.</summary>
    public string? Subtype { get; init; }

    /// <summary>Whether it ended badly.</summary>
    public bool? IsError { get; init; }

    /// <summary>The session, for <c>resume</c>.</summary>
    public string? SessionId { get; init; }

    /// <summary>Model calls.</summary>
    public int? NumTurns { get; init; }

    /// <summary>Milliseconds in all.</summary>
    public long? DurationMs { get; init; }

    /// <summary>Milliseconds in the model's API.</summary>
    public long? DurationApiMs { get; init; }

    /// <summary>US dollars.</summary>
    public decimal? TotalCostUsd { get; init; }

    /// <summary>Tokens.</summary>
    public JsonElement? Usage { get; init; }

    /// <summary>Tokens and dollars by model.</summary>
    public JsonElement? ModelUsage { get; init; }

    /// <summary>Only of <c>json-verbose</c>: every message and tool call.</summary>
    public IReadOnlyList<JsonElement>? Turns { get; init; }

    /// <summary>Only of <c>json-verbose</c>: the session's model, tools and settings.</summary>
    public JsonElement? System { get; init; }
}
