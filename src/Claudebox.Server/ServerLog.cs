using Claudebox.Runs;

namespace Claudebox.Server;

/// <summary>The server's log messages. No prompt, no variable, no secret is ever in one.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(1, LogLevel.Information, "Run {RunId} started in {Workspace}, session {SessionId}.")]
    public static partial void RunStarted(this ILogger logger, string runId, string workspace, string sessionId);

    [LoggerMessage(2, LogLevel.Information, "Run {RunId} ended: {Status}.")]
    private static partial void RunEndedWell(this ILogger logger, string runId, RunStatus status);

    [LoggerMessage(22, LogLevel.Information, "Run {RunId} ended: {Status} ({Code}).")]
    private static partial void RunFailed(this ILogger logger, string runId, RunStatus status, FailureCode code);

    [LoggerMessage(3, LogLevel.Error, "Run {RunId} broke.")]
    public static partial void RunBroke(this ILogger logger, string runId, Exception exception);

    [LoggerMessage(7, LogLevel.Warning, "{Path} was left out: {Reason}")]
    public static partial void SharedFileFailed(this ILogger logger, string path, string reason);

    [LoggerMessage(8, LogLevel.Error, "The heartbeat of run {RunId} could not be written.")]
    public static partial void HeartbeatFailed(this ILogger logger, string runId, Exception exception);

    [LoggerMessage(9, LogLevel.Error, "The ledger entry {Folder} was left out.")]
    public static partial void LedgerEntryFailed(this ILogger logger, string folder, Exception exception);

    [LoggerMessage(10, LogLevel.Warning, "Run {RunId}: a process outside of its tree holds Claude Code's output open; it is no longer read.")]
    public static partial void OutputHeldOpen(this ILogger logger, string runId);

    [LoggerMessage(18, LogLevel.Error, "Processes of run {RunId} cannot be ended; its workspace stays busy as long as they are there.")]
    public static partial void LeftoversStay(this ILogger logger, string runId);

    [LoggerMessage(19, LogLevel.Error, "The end of run {RunId} cannot be written yet; it is tried again.")]
    public static partial void FinalRecordWaits(this ILogger logger, string runId, Exception exception);

    [LoggerMessage(22, LogLevel.Warning, "Run {RunId}: {Warning}")]
    public static partial void RunWarns(this ILogger logger, string runId, string warning);

    [LoggerMessage(11, LogLevel.Information, "The HTTP API listens on port {Port}.")]
    public static partial void ApiListens(this ILogger logger, int port);

    [LoggerMessage(12, LogLevel.Warning, "The HTTP API has no token: everybody who reaches port {Port} can use it. Set CLAUDEBOX_MODE_API_TOKEN.")]
    public static partial void ApiIsOpen(this ILogger logger, int port);

    [LoggerMessage(13, LogLevel.Error, "The file of tokens {Path} cannot be read, so none of its tokens is valid: {Reason}")]
    public static partial void TokenFileFailed(this ILogger logger, string path, string reason);

    [LoggerMessage(14, LogLevel.Information, "Stopping; {Count} runs have {Seconds} s to end.")]
    public static partial void Draining(this ILogger logger, int count, int seconds);

    [LoggerMessage(20, LogLevel.Error, "The tool {Tool} broke.")]
    public static partial void ToolBroke(this ILogger logger, string tool, Exception exception);

    [LoggerMessage(21, LogLevel.Debug, "A client of the Model Context Protocol takes no more progress.")]
    public static partial void ProgressFailed(this ILogger logger, Exception exception);

    [LoggerMessage(15, LogLevel.Information, "Terminal {TerminalId} is attached in {Workspace}, session {SessionId}.")]
    private static partial void SessionAttached(this ILogger logger, string terminalId, string workspace, string sessionId);

    [LoggerMessage(23, LogLevel.Information, "Terminal {TerminalId} is attached in {Workspace}.")]
    private static partial void CommandAttached(this ILogger logger, string terminalId, string workspace);

    [LoggerMessage(16, LogLevel.Information, "Terminal {TerminalId} has ended.")]
    public static partial void TerminalEnded(this ILogger logger, string terminalId);

    [LoggerMessage(17, LogLevel.Error, "Something of terminal {TerminalId} could not be kept.")]
    public static partial void TerminalBroke(this ILogger logger, string terminalId, Exception exception);

    [LoggerMessage(6, LogLevel.Error, "The request to {Path} broke.")]
    public static partial void RequestBroke(this ILogger logger, string path, Exception exception);

    [LoggerMessage(4, LogLevel.Information, "Idle for {Seconds} s; the container stops. The next prompt starts it again.")]
    public static partial void IdleStop(this ILogger logger, int seconds);

    [LoggerMessage(5, LogLevel.Warning, "A connection of uid {UserId} was refused: only root may use this socket.")]
    public static partial void PeerRefused(this ILogger logger, int userId);

    [LoggerMessage(31, LogLevel.Warning, "{Path} could not be written.")]
    public static partial void GuideNotWritten(this ILogger logger, string path, Exception exception);

    [LoggerMessage(30, LogLevel.Error, "The private workspace {Path} could not be removed.")]
    public static partial void PrivateWorkspaceStays(this ILogger logger, string path, Exception exception);

    /// <summary>A run is final. What it has not is not written.</summary>
    public static void RunEnded(this ILogger logger, string runId, RunStatus status, FailureCode? code)
    {
        if (code is { } failure)
        {
            logger.RunFailed(runId, status, failure);
        }
        else
        {
            logger.RunEndedWell(runId, status);
        }
    }

    /// <summary>A terminal got what it asked for: a conversation, or a command that has none.</summary>
    public static void TerminalAttached(this ILogger logger, string terminalId, string workspace, string? sessionId)
    {
        if (sessionId is not null)
        {
            logger.SessionAttached(terminalId, workspace, sessionId);
        }
        else
        {
            logger.CommandAttached(terminalId, workspace);
        }
    }
}
