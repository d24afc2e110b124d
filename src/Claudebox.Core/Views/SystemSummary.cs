using System.Globalization;
using Claudebox.Events;
using Claudebox.Json;

namespace Claudebox.Views;

/// <summary>Says in one line what a system event is about.</summary>
internal static class SystemSummary
{
    public static string? Of(ClaudeEvent source) => source switch
    {
        InitEvent init => Join(init.Model, init.WorkingDirectory, init.ClaudeCodeVersion is { } version ? "Claude Code " + version : null),
        StatusEvent status => Join(status.Status, status.CompactResult),
        CompactBoundaryEvent compact => Join(compact.Trigger, Range(compact.TokensBefore, compact.TokensAfter)),
        ApiRetryEvent retry => Join(
            retry.Error,
            retry.ErrorStatus?.ToString(CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"attempt {retry.Attempt} of {retry.MaxRetries}")),
        ThinkingTokensEvent thinking => string.Create(CultureInfo.InvariantCulture, $"about {thinking.EstimatedTokens} tokens of thinking"),
        HookEvent hook => Join(hook.HookName, hook.Outcome, hook.Output),
        InformationalEvent informational => informational.Content,
        TaskStartedEvent started => Join(started.TaskType, started.Description),
        TaskProgressEvent progress => Join(progress.LastToolName, progress.Description),
        TaskUpdatedEvent updated => Join(updated.TaskId, updated.Status),
        TaskNotificationEvent notification => Join(notification.Status, notification.Summary),
        ModelFallbackEvent fallback => fallback.Content ?? Join(fallback.OriginalModel, fallback.FallbackModel),
        ModelRefusalEvent refusal => Join(refusal.OriginalModel, refusal.Explanation),
        SessionStateChangedEvent changed => changed.State,
        _ => source.Json.Text("content") ?? source.Json.Text("message"),
    };

    private static string Join(params string?[] parts) =>
        string.Join(" · ", parts.Where(part => !string.IsNullOrWhiteSpace(part)).Select(part => part!.Trim()));

    private static string? Range(long? before, long? after) =>
        before is null ? null : string.Create(CultureInfo.InvariantCulture, $"{before} to {after} tokens");
}
