using Claudebox.Runs;

namespace Claudebox.Docker;

/// <summary>Tells lost connections from other failures.</summary>
internal static class ConnectionLoss
{
    /// <summary>Whether the connection, or the attempt to make one, failed.</summary>
    internal static bool Is(Exception exception) => exception is HttpRequestException or IOException;

    /// <summary>The typed failure inside an exception of the HTTP stack: why no connection could be made.</summary>
    internal static ClaudeboxException? Cause(Exception exception)
    {
        for (Exception? current = exception; current is not null; current = current.InnerException)
        {
            if (current is ClaudeboxException found)
            {
                return found;
            }

            if (current is ContainerStoppedException stopped)
            {
                return stopped.ToFailure();
            }
        }

        return null;
    }

    internal static ClaudeboxException ToFailure(Exception exception, string server) =>
        Cause(exception) ?? new ClaudeboxException(FailureCode.ConnectionLost,
            $"There is no connection to {server}: {EngineFailures.Innermost(exception)}", exception);
}
