using System.Globalization;
using Claudebox.Events;
using Claudebox.Objects;

namespace Claudebox;

/// <summary>The state of a subscription's limit; type <c>rate_limit_event</c>.</summary>
public sealed class ClaudeboxRateLimit : ClaudeboxEvent
{
    internal ClaudeboxRateLimit(RateLimitEvent source, EventOrigin origin)
        : base(source, origin)
    {
        Status = source.Status;
        LimitType = source.LimitType;
        Utilization = source.Utilization;
        ResetsAt = source.ResetsAt;
        IsUsingOverage = source.IsUsingOverage;
    }

    /// <summary><c>allowed</c>, <c>allowed_warning</c> or <c>rejected</c>.</summary>
    public string? Status { get; }

    /// <summary>Which limit, e.g. <c>five_hour</c>.</summary>
    public string? LimitType { get; }

    /// <summary>How much of it is used, from 0 to 1.</summary>
    public double? Utilization { get; }

    /// <summary>When it starts anew.</summary>
    public DateTimeOffset? ResetsAt { get; }

    /// <summary>Whether paid extra usage is drawn on.</summary>
    public bool IsUsingOverage { get; }

    /// <inheritdoc/>
    public override string Text => string.Join(
        ", ",
        new[]
        {
            LimitType is null ? Status : $"{LimitType} {Status}",
            Utilization is { } used ? string.Create(CultureInfo.InvariantCulture, $"{used * 100:0} % used") : null,
            ResetsAt is { } reset ? string.Create(CultureInfo.InvariantCulture, $"resets {reset.ToLocalTime():yyyy-MM-dd HH:mm}") : null,
        }.OfType<string>());
}
