using System.Text.Json;
using Claudebox.Json;

namespace Claudebox.Events;

/// <summary><c>result</c>: a turn ended. <c>subtype: success</c> alone means nothing (claude-cli.md §0): see <see cref="IsError"/>.</summary>
public sealed class ResultEvent : ClaudeEvent
{
    internal ResultEvent(EventSource source)
        : base(source)
    {
        IsError = source.Json.Flag("is_error") ?? true;
        Result = source.Json.Text("result");
        StructuredOutput = source.Json.Member("structured_output");
        NumTurns = source.Json.SmallInteger("num_turns");
        Duration = source.Json.Milliseconds("duration_ms");
        ApiDuration = source.Json.Milliseconds("duration_api_ms");
        TotalCostUsd = source.Json.Money("total_cost_usd");
        StopReason = source.Json.Text("stop_reason");
        TerminalReason = source.Json.Text("terminal_reason");
        ApiErrorStatus = source.Json.SmallInteger("api_error_status");
        Errors = source.Json.Texts("errors");
        Usage = TokenUsage.Read(source.Json.ObjectMember("usage"));
        ModelUsage = source.Json.ObjectMember("modelUsage");
        PermissionDenials = source.Json.Member("permission_denials");
    }

    /// <summary>Whether the turn failed.</summary>
    public bool IsError { get; }

    /// <summary>The last text block, or the error’s text; missing in error subtypes.</summary>
    public string? Result { get; }

    /// <summary>The answer to a JSON Schema.</summary>
    public JsonElement? StructuredOutput { get; }

    /// <summary>1 + the number of tool results.</summary>
    public int? NumTurns { get; }

    /// <summary>How long the turn took.</summary>
    public TimeSpan? Duration { get; }

    /// <summary>How long the API took, cumulative over the process.</summary>
    public TimeSpan? ApiDuration { get; }

    /// <summary>US dollars, cumulative over the process.</summary>
    public decimal? TotalCostUsd { get; }

    /// <summary>Why the model stopped.</summary>
    public string? StopReason { get; }

    /// <summary>Why the turn ended, e.g. <c>completed</c>, <c>max_turns</c>, <c>aborted_tools</c>.</summary>
    public string? TerminalReason { get; }

    /// <summary>The HTTP status of the API’s error.</summary>
    public int? ApiErrorStatus { get; }

    /// <summary>The errors of an error subtype.</summary>
    public IReadOnlyList<string> Errors { get; }

    /// <summary>Tokens of this turn’s main loop.</summary>
    public TokenUsage Usage { get; }

    /// <summary>Tokens and cost by model, cumulative over the process.</summary>
    public JsonElement? ModelUsage { get; }

    /// <summary>Tool calls that were denied.</summary>
    public JsonElement? PermissionDenials { get; }
}
