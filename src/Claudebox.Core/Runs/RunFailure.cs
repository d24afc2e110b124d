using System.Text.Json.Serialization;

namespace Claudebox.Runs;

/// <summary>A failure with its particulars, as it appears in a run's record and in problem documents.</summary>
public sealed record RunFailure
{
    /// <summary>The kind of failure.</summary>
    public required FailureCode Code { get; init; }

    /// <summary>One plain sentence for people.</summary>
    public required string Message { get; init; }

    /// <summary>Seconds after which a retry makes sense, when known.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>The last lines of Claude Code's stderr, when there were any.</summary>
    public string? StandardErrorTail { get; init; }

    /// <summary>
    /// What the user can do about it, where that is not what helps with failures of its kind (<see cref="FailureTable.AdviceOf"/>). It
    /// names commands of the host, where it is made and shown, and does not travel.
    /// </summary>
    [JsonIgnore]
    public string? Advice { get; init; }

    /// <summary>Invalid fields and what is wrong with each; only for <see cref="FailureCode.InvalidRequest"/>.</summary>
    public IReadOnlyDictionary<string, string>? Fields { get; init; }
}
