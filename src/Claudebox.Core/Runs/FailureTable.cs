namespace Claudebox.Runs;

/// <summary>How one <see cref="FailureCode"/> shows in each interface.</summary>
/// <param name="HttpStatus">Status code of the HTTP interfaces.</param>
/// <param name="OpenAiType">The <c>type</c> of OpenAI's error envelope.</param>
/// <param name="ExitCode">Exit code of the <c>claudebox</c> command.</param>
/// <param name="Advice">What the user can do about it, or null when the message says all.</param>
public sealed record FailureShape(int HttpStatus, string OpenAiType, int ExitCode, string? Advice = null);

/// <summary>The one table of failures: design section 7.</summary>
public static class FailureTable
{
    /// <summary>Says what the user can do about a failure.</summary>
    /// <param name="failure">The failure.</param>
    /// <returns>Its own advice, else that of its kind; null when the message says all.</returns>
    public static string? AdviceOf(RunFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.Advice ?? Of(failure.Code).Advice;
    }

    /// <summary>Gives the shape of a failure in every interface.</summary>
    /// <param name="code">The failure.</param>
    /// <returns>Its status, type, exit code and advice.</returns>
    public static FailureShape Of(FailureCode code) => code switch
    {
        FailureCode.InvalidRequest => new(422, "invalid_request_error", 2),
        FailureCode.RequestTooLarge => new(413, "invalid_request_error", 2),
        FailureCode.Unauthorized => new(401, "authentication_error", 1,
            "Send a token of the server in the header Authorization: Bearer."),
        FailureCode.Forbidden => new(403, "permission_error", 1),
        FailureCode.PathRefused => new(400, "invalid_request_error", 2,
            "Name a file or directory below the root, with '/' between its parts and without '..'."),
        FailureCode.NotFound => new(404, "invalid_request_error", 1),
        FailureCode.PreconditionFailed => new(412, "invalid_request_error", 1, "Read the file again and repeat the change."),
        FailureCode.WorkspaceBusy => new(409, "conflict_error", 4,
            "Wait until it has ended, or end it with claudebox stop, Stop-ClaudeboxWorkspace; a prompt can also wait for its turn (-Wait, --wait)."),
        FailureCode.WorkspaceNotFound => new(400, "invalid_request_error", 2,
            "Check the path; the directory must exist."),
        FailureCode.LimitReached => new(429, "rate_limit_error", 4, "Try again when other runs have ended."),
        FailureCode.RunCancelled => new(409, "cancelled", 130),
        FailureCode.RunInterrupted => new(500, "server_error", 1,
            "The events up to the interruption are kept; send the prompt again to continue the session."),
        FailureCode.RunNotFound => new(404, "invalid_request_error", 1),
        FailureCode.AuthenticationFailed => new(502, "api_error", 1,
            "Set ANTHROPIC_API_KEY, ANTHROPIC_AUTH_TOKEN or CLAUDE_CODE_OAUTH_TOKEN to a valid credential, or log in: claudebox auth login."),
        FailureCode.RateLimited => new(429, "rate_limit_error", 1, "Wait until the limit resets and try again."),
        FailureCode.Overloaded => new(503, "server_error", 1, "Anthropic's API is overloaded; try again later."),
        FailureCode.BudgetExceeded => new(422, "invalid_request_error", 1,
            "Raise the budget; the session is kept and can be continued."),
        FailureCode.MaxTurnsReached => new(422, "invalid_request_error", 1,
            "Raise the number of turns; the session is kept and can be continued."),
        FailureCode.SchemaUnsatisfied => new(422, "invalid_request_error", 1,
            "Use an object schema and ask for its fields in the prompt."),
        FailureCode.SessionNotFound => new(404, "invalid_request_error", 1,
            "See which there are (claudebox sessions, Get-ClaudeboxSession); a prompt without an id continues the last one."),
        FailureCode.ClaudeTimedOut => new(504, "timeout_error", 1,
            "Raise the time limit; the session is kept and can be continued."),
        FailureCode.DockerUnavailable => new(503, "server_error", 3,
            "Another engine can be named with --docker-host, -DockerHost or DOCKER_HOST."),
        FailureCode.ImageNotFound => new(404, "server_error", 3,
            "Name an image that exists with --image, -Image or CLAUDEBOX_IMAGE, or none for the one of this version; CLAUDEBOX_REGISTRY says where images are pulled from."),
        FailureCode.ImageBuildFailed => new(500, "server_error", 3),
        FailureCode.ImageIncompatible => new(409, "server_error", 3,
            "Unset CLAUDEBOX_IMAGE, or name an image that Claudebox built."),
        FailureCode.ContainerFailed => new(500, "server_error", 3,
            "Look at the container's log (claudebox logs); the next prompt starts the container, or makes it again."),
        FailureCode.ServerUnavailable => new(503, "server_error", 3, "Try again in a moment."),
        FailureCode.ClaudeMissing => new(500, "server_error", 1, "Rebuild the image: it holds no working Claude Code."),
        FailureCode.ConnectionLost => new(500, "server_error", 1,
            "Check that Docker still runs; the next prompt connects again and continues the session."),
        FailureCode.InstallationFailed => new(500, "server_error", 1),
        _ => new(500, "server_error", 1),
    };
}
