using System.Globalization;
using Claudebox.Events;
using Claudebox.Runs;
using Claudebox.Server.Claude;

namespace Claudebox.Server.Runs;

/// <summary>
/// Decides how a run ended (design section 4): success needs a result without error, exit code 0, at least one turn
/// unless it was a command, and structured output when a schema was given. Everything else is a typed failure.
/// </summary>
internal sealed class RunOutcome(RunRequest request)
{
    private ResultEvent? _result;
    private string? _assistantError;
    private int? _lastRetryStatus;
    private DateTimeOffset? _limitResetsAt;
    private string? _information;

    /// <summary>The last result.</summary>
    public ResultEvent? Result => _result;

    /// <summary>Takes notice of an event.</summary>
    public void Observe(ClaudeEvent @event)
    {
        switch (@event)
        {
            case ResultEvent result:
                _result = result;
                break;
            case InitEvent:
                // A new turn: what failed before it is over.
                _assistantError = null;
                _lastRetryStatus = null;
                break;
            case AssistantEvent { Error: { } error, ParentToolUseId: null }:
                _assistantError = error;
                break;
            case ApiRetryEvent retry:
                _lastRetryStatus = retry.ErrorStatus;
                break;
            case RateLimitEvent { Status: "rejected" } limit:
                _limitResetsAt = limit.ResetsAt;
                break;
            case InformationalEvent { PreventsContinuation: true } information:
                _information = information.Content;
                break;
        }
    }

    /// <summary>The failure, or null for success.</summary>
    /// <param name="exit">How the process ended.</param>
    /// <param name="now">The time, for retry delays.</param>
    public RunFailure? Failure(ClaudeExit exit, DateTimeOffset now)
    {
        var failure = Classify(exit);
        if (failure is null)
        {
            return null;
        }

        var (code, message) = failure.Value;
        return new RunFailure
        {
            Code = code,
            Message = message,
            StandardErrorTail = exit.StandardErrorTail,
            RetryAfterSeconds = code != FailureCode.RateLimited ? null
                : _limitResetsAt is { } resets && resets > now ? (int)Math.Min((resets - now).TotalSeconds + 1, int.MaxValue)
                : 60,
        };
    }

    private (FailureCode Code, string Message)? Classify(ClaudeExit exit)
    {
        if (_result is null)
        {
            return exit.StandardErrorTail?.Contains("No conversation found", StringComparison.Ordinal) == true
                ? (FailureCode.SessionNotFound, exit.StandardErrorTail)
                : (FailureCode.ClaudeFailed, NoResult(exit));
        }

        if (_result.IsError)
        {
            return ClassifyError(_result);
        }

        if (exit.ExitCode != 0)
        {
            return (FailureCode.ClaudeFailed, string.Create(CultureInfo.InvariantCulture, $"Claude Code ended with exit code {exit.ExitCode}."));
        }

        if (!exit.OutputComplete)
        {
            return (FailureCode.ClaudeFailed, "Claude Code's output was cut off.");
        }

        if (_result.NumTurns is null or 0 && !request.SlashCommands)
        {
            return (FailureCode.ClaudeFailed, _information ?? "Claude Code ended without a turn.");
        }

        return request.JsonSchema is not null && _result.StructuredOutput is null
            ? (FailureCode.SchemaUnsatisfied, "Claude ended without structured output for the schema.")
            : null;
    }

    private (FailureCode Code, string Message) ClassifyError(ResultEvent result)
    {
        var message = result.Result ?? (result.Errors.Count > 0 ? string.Join("; ", result.Errors) : "Claude Code reported an error.");
        var code = result.Subtype switch
        {
            "error_max_turns" => FailureCode.MaxTurnsReached,
            "error_max_budget_usd" => FailureCode.BudgetExceeded,
            "error_max_structured_output_retries" => FailureCode.SchemaUnsatisfied,
            "error_during_execution" when message.Contains("No conversation found", StringComparison.Ordinal) => FailureCode.SessionNotFound,
            _ => ApiFailure(result, message),
        };
        return (code, message);
    }

    // A 529 has no api_error_status of its own; the retries and the text tell (claude-cli.md §7).
    private FailureCode ApiFailure(ResultEvent result, string message) => (result.ApiErrorStatus, _assistantError) switch
    {
        (401 or 403, _) or (_, "authentication_failed" or "oauth_org_not_allowed") => FailureCode.AuthenticationFailed,
        (429, _) or (_, "rate_limit") => FailureCode.RateLimited,
        (529, _) or (_, "overloaded") => FailureCode.Overloaded,
        (null, _) when _lastRetryStatus == 529 || message.Contains("Overloaded", StringComparison.Ordinal) => FailureCode.Overloaded,
        _ => FailureCode.ClaudeFailed,
    };

    private static string NoResult(ClaudeExit exit) => exit.StandardErrorTail is { } tail
        ? string.Create(CultureInfo.InvariantCulture, $"Claude Code ended with exit code {exit.ExitCode} and no result: {LastLine(tail)}")
        : string.Create(CultureInfo.InvariantCulture, $"Claude Code ended with exit code {exit.ExitCode} and no result; its output was cut off.");

    private static string LastLine(string text) => text[(text.LastIndexOf('\n') + 1)..];
}
