using System.Text.Json;

namespace Claudebox.Testing;

/// <summary>One <c>POST /v1/messages</c> that reached the simulator. <see cref="ToString"/> never shows a credential.</summary>
public sealed class RecordedRequest
{
    private volatile int _outcome;

    /// <summary>Its place in the order of arrival, from 1; it goes on counting after <see cref="ModelSimulator.Clear"/>.</summary>
    public required int Number { get; init; }

    /// <summary>When its body was complete.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Path and query, for example <c>/v1/messages?beta=true</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The headers by name, in any case; several values are joined by <c>", "</c>. Credentials included.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The JSON body.</summary>
    public required JsonElement Body { get; init; }

    /// <summary>The human's last prompt, verbatim: reminders, notifications and tool results that Claude Code adds are left out. Of several texts in one message it is the last.</summary>
    public required string PromptText { get; init; }

    /// <summary>All text of the last user message, whoever wrote it; empty when that message holds only tool results.</summary>
    public required string LastUserText { get; init; }

    /// <summary>The system prompt's texts, joined by line breaks.</summary>
    public required string SystemText { get; init; }

    /// <summary>Who made the request.</summary>
    public required RequestKind Kind { get; init; }

    /// <summary>Which try of the very same request this is, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>Whether this belongs to the main conversation: neither a side call nor a sub-agent's request.</summary>
    public bool IsMain => Kind == RequestKind.Main;

    /// <summary>The <c>model</c> that is asked for.</summary>
    public string Model => Body.TryGetProperty("model", out var model) && model.ValueKind == JsonValueKind.String ? model.GetString()! : "";

    /// <summary>Claude Code's session id (header <c>x-claude-code-session-id</c>), or null.</summary>
    public string? SessionId => Headers.GetValueOrDefault("x-claude-code-session-id");

    /// <summary>The <c>Authorization</c> header, verbatim and secret, or null.</summary>
    public string? Authorization => Headers.GetValueOrDefault("authorization");

    /// <summary>The <c>x-api-key</c> header, verbatim and secret, or null.</summary>
    public string? ApiKey => Headers.GetValueOrDefault("x-api-key");

    /// <summary>
    /// What became of it; changes once, from <see cref="RequestOutcome.Active"/> to one of the others. A client may have read the whole
    /// answer a moment before that: wait for it with <see cref="ModelSimulator.WaitForRequestAsync"/>.
    /// </summary>
    public RequestOutcome Outcome
    {
        get => (RequestOutcome)_outcome;
        internal set => _outcome = (int)value;
    }

    /// <summary>A line for failure messages.</summary>
    public override string ToString()
    {
        var prompt = PromptText.Length > 80 ? PromptText[..80] + "…" : PromptText;
        return $"#{Number} {Kind} {Model} session {SessionId} attempt {Attempt} {Outcome}: {prompt.ReplaceLineEndings("⏎")}";
    }
}
