using Claudebox.Json;

namespace Claudebox.Events;

/// <summary><c>rate_limit_event</c>: the state of a subscription’s limit; only with an OAuth token.</summary>
public sealed class RateLimitEvent : ClaudeEvent
{
    internal RateLimitEvent(EventSource source)
        : base(source)
    {
        Status = source.Json.ObjectMember("rate_limit_info")?.Text("status");
        ResetsAt = source.Json.ObjectMember("rate_limit_info")?.Integer("resetsAt") is { } seconds and > 0 and < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        LimitType = source.Json.ObjectMember("rate_limit_info")?.Text("rateLimitType");
        Utilization = source.Json.ObjectMember("rate_limit_info")?.Real("utilization");
        IsUsingOverage = source.Json.ObjectMember("rate_limit_info")?.Flag("isUsingOverage") ?? false;
    }

    /// <summary><c>allowed</c>, <c>allowed_warning</c> or <c>rejected</c>.</summary>
    public string? Status { get; }

    /// <summary>When the limit resets.</summary>
    public DateTimeOffset? ResetsAt { get; }

    /// <summary>Which limit, e.g. <c>five_hour</c>.</summary>
    public string? LimitType { get; }

    /// <summary>The used share, 0 to 1; only with a warning.</summary>
    public double? Utilization { get; }

    /// <summary>Whether overage is being used.</summary>
    public bool IsUsingOverage { get; }
}
