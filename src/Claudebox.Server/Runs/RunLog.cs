using Claudebox.Runs;

namespace Claudebox.Server.Runs;

/// <summary>Log messages of runs. No prompt, no variable, no secret is ever in one.</summary>
internal static partial class RunLog
{
    [LoggerMessage(1, LogLevel.Information, "Run {RunId} started in {Workspace}, session {SessionId}.")]
    public static partial void RunStarted(this ILogger logger, string runId, string workspace, string sessionId);

    [LoggerMessage(2, LogLevel.Information, "Run {RunId} ended: {Status} {Code}.")]
    public static partial void RunEnded(this ILogger logger, string runId, RunStatus status, FailureCode? code);

    [LoggerMessage(3, LogLevel.Error, "Run {RunId} broke.")]
    public static partial void RunBroke(this ILogger logger, string runId, Exception exception);

    [LoggerMessage(6, LogLevel.Error, "The request to {Path} broke.")]
    public static partial void RequestBroke(this ILogger logger, string path, Exception exception);

    [LoggerMessage(4, LogLevel.Information, "Idle for {Seconds} s; the container stops. The next prompt starts it again.")]
    public static partial void IdleStop(this ILogger logger, int seconds);

    [LoggerMessage(5, LogLevel.Warning, "A connection of uid {UserId} was refused: only root may use this socket.")]
    public static partial void PeerRefused(this ILogger logger, int userId);
}
