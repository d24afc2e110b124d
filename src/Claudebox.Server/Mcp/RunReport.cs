using System.Text.Json;

namespace Claudebox.Server.Mcp;

/// <summary>A run as tools tell of it.</summary>
internal sealed record RunReport
{
    /// <summary>The JSON Schema of this record.</summary>
    public const string JsonSchema = """
        {
          "type": "object",
          "properties": {
            "run_id": { "type": "string", "description": "The run, for get_run and cancel_run" },
            "status": { "type": "string", "enum": ["queued", "running", "completed", "failed", "cancelled", "interrupted"] },
            "workspace": { "type": "string", "description": "Absolute path of the workspace on the server; accepted as a workspace and in paths" },
            "text": { "type": "string", "description": "Claude's answer" },
            "structured_output": { "description": "The object that json_schema asked for" },
            "session_id": { "type": "string", "description": "The conversation, for resume" },
            "model": { "type": "string" },
            "total_cost_usd": { "type": "number" },
            "num_turns": { "type": "integer" },
            "event_count": { "type": "integer", "description": "Events so far; it grows while Claude works" },
            "error": { "type": "string", "description": "Why the run did not complete" },
            "error_code": { "type": "string" }
          },
          "required": ["run_id", "status", "workspace"]
        }
        """;

    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>Its state, as the HTTP API names it.</summary>
    public required string Status { get; init; }

    /// <summary>Absolute path of the workspace.</summary>
    public required string Workspace { get; init; }

    /// <summary>Claude's answer.</summary>
    public string? Text { get; init; }

    /// <summary>The object that a JSON Schema asked for, verbatim.</summary>
    public JsonElement? StructuredOutput { get; init; }

    /// <summary>Claude Code's session.</summary>
    public string? SessionId { get; init; }

    /// <summary>The model that worked.</summary>
    public string? Model { get; init; }

    /// <summary>US dollars.</summary>
    public decimal? TotalCostUsd { get; init; }

    /// <summary>Claude Code's count of turns.</summary>
    public int? NumTurns { get; init; }

    /// <summary>How many events there are.</summary>
    public long? EventCount { get; init; }

    /// <summary>Why the run did not complete.</summary>
    public string? Error { get; init; }

    /// <summary>The kind of failure.</summary>
    public string? ErrorCode { get; init; }
}
