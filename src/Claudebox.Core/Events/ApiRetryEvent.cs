using Claudebox.Json;

namespace Claudebox.Events;

/// <summary><c>system/api_retry</c>: the API refused or could not be reached; the CLI tries again.</summary>
public sealed class ApiRetryEvent : SystemEvent
{
    internal ApiRetryEvent(EventSource source)
        : base(source)
    {
        Attempt = source.Json.SmallInteger("attempt");
        MaxRetries = source.Json.SmallInteger("max_retries");
        Delay = source.Json.Milliseconds("retry_delay_ms");
        ErrorStatus = source.Json.SmallInteger("error_status");
        Error = source.Json.Text("error");
    }

    /// <summary>The attempt that failed, from 1.</summary>
    public int? Attempt { get; }

    /// <summary>After how many retries the CLI gives up.</summary>
    public int? MaxRetries { get; }

    /// <summary>How long the CLI waits before the next attempt.</summary>
    public TimeSpan? Delay { get; }

    /// <summary>The HTTP status; null when there was no answer.</summary>
    public int? ErrorStatus { get; }

    /// <summary>The kind of error, e.g. <c>rate_limit</c> or <c>server_error</c>.</summary>
    public string? Error { get; }
}
