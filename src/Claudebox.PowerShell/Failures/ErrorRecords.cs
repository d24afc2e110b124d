using System.Management.Automation;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Failures;

/// <summary>How failures show as error records: id, category and advice.</summary>
internal static class ErrorRecords
{
    /// <summary>Makes the record of an exception.</summary>
    /// <param name="exception">A <see cref="ClaudeboxException"/>; anything else is an internal error.</param>
    /// <param name="target">The user's object that it is about.</param>
    /// <param name="advice">What to do about it; null for what helps with failures of its kind.</param>
    public static ErrorRecord Of(Exception exception, object? target, string? advice = null)
    {
        var code = exception is ClaudeboxException known ? known.Code : FailureCode.InternalError;
        var record = new ErrorRecord(exception, code.ToString(), CategoryOf(code), target);
        if ((advice ?? (exception is ClaudeboxException { Failure: var failure } ? FailureTable.AdviceOf(failure) : null)) is { } action)
        {
            record.ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = action };
        }

        return record;
    }

    /// <summary>Makes the record of a failure.</summary>
    public static ErrorRecord Of(RunFailure failure, object? target) => Of(new ClaudeboxException(failure), target);

    /// <summary>Makes the record of a failure of a server that is known by its URL, where other advice helps.</summary>
    public static ErrorRecord OfServer(ClaudeboxException exception, object? target) => Of(exception, target, exception.Code switch
    {
        FailureCode.ConnectionLost => "Check the URL and whether the server runs: Test-ClaudeboxServer, Get-ClaudeboxServer.",
        FailureCode.Unauthorized => "Give the server's token with -Token, or use the object that Start-ClaudeboxServer gave.",
        FailureCode.WorkspaceNotFound => "Name a directory below the server's root; -CreateWorkspace makes it.",
        FailureCode.PreconditionFailed => "-Force replaces a file that is there.",
        _ => null,
    });

    /// <summary>Whether no further input can succeed either, so that the command ends.</summary>
    public static bool EndsCommand(FailureCode code) => code is
        FailureCode.DockerUnavailable or FailureCode.ImageNotFound or FailureCode.ImageBuildFailed or
        FailureCode.ImageIncompatible;

    /// <summary>The category of a failure; there is one for each.</summary>
    public static ErrorCategory CategoryOf(FailureCode code) => code switch
    {
        FailureCode.InternalError => ErrorCategory.InvalidOperation,
        FailureCode.InvalidRequest => ErrorCategory.InvalidArgument,
        FailureCode.RequestTooLarge => ErrorCategory.LimitsExceeded,
        FailureCode.Unauthorized => ErrorCategory.AuthenticationError,
        FailureCode.Forbidden => ErrorCategory.PermissionDenied,
        FailureCode.PathRefused => ErrorCategory.InvalidArgument,
        FailureCode.NotFound => ErrorCategory.ObjectNotFound,
        FailureCode.PreconditionFailed => ErrorCategory.ResourceExists,
        FailureCode.WorkspaceBusy => ErrorCategory.ResourceBusy,
        FailureCode.WorkspaceNotFound => ErrorCategory.ObjectNotFound,
        FailureCode.LimitReached => ErrorCategory.LimitsExceeded,
        FailureCode.RunCancelled => ErrorCategory.OperationStopped,
        FailureCode.RunInterrupted => ErrorCategory.OperationStopped,
        FailureCode.RunNotFound => ErrorCategory.ObjectNotFound,
        FailureCode.AuthenticationFailed => ErrorCategory.AuthenticationError,
        FailureCode.RateLimited => ErrorCategory.LimitsExceeded,
        FailureCode.Overloaded => ErrorCategory.ResourceUnavailable,
        FailureCode.BudgetExceeded => ErrorCategory.QuotaExceeded,
        FailureCode.MaxTurnsReached => ErrorCategory.QuotaExceeded,
        FailureCode.SchemaUnsatisfied => ErrorCategory.InvalidResult,
        FailureCode.SessionNotFound => ErrorCategory.ObjectNotFound,
        FailureCode.ClaudeTimedOut => ErrorCategory.OperationTimeout,
        FailureCode.ClaudeFailed => ErrorCategory.InvalidResult,
        FailureCode.ClaudeMissing => ErrorCategory.NotInstalled,
        FailureCode.DockerUnavailable => ErrorCategory.ResourceUnavailable,
        FailureCode.ImageNotFound => ErrorCategory.ObjectNotFound,
        FailureCode.ImageBuildFailed => ErrorCategory.InvalidResult,
        FailureCode.ImageIncompatible => ErrorCategory.InvalidData,
        FailureCode.ContainerFailed => ErrorCategory.OpenError,
        FailureCode.ServerUnavailable => ErrorCategory.ResourceUnavailable,
        FailureCode.ConnectionLost => ErrorCategory.ConnectionError,
        FailureCode.InstallationFailed => ErrorCategory.NotInstalled,
        _ => ErrorCategory.InvalidOperation,
    };
}
