using System.Runtime.CompilerServices;
using System.Text;
using Claudebox.PowerShell.Tests.Objects;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Tests.Runs;

/// <summary>Streams of runs, made of recordings.</summary>
internal static class RunScript
{
    public static RunUpdate State(string runId, RunStatus status, FailureCode? failure = null) => new(new RunRecord
    {
        RunId = runId,
        Status = status,
        Workspace = "/w",
        Origin = "prog",
        SubmittedAt = DateTimeOffset.UnixEpoch,
        ExitCode = status == RunStatus.Completed ? 0 : 1,
        Error = failure is { } code ? new RunFailure { Code = code, Message = "It failed." } : null,
    });

    public static RunUpdate Event(long sequence, string line) => new(sequence, Encoding.UTF8.GetBytes(line));

    public static async IAsyncEnumerable<RunUpdate> PlayAsync(
        string recording, string runId, RunStatus status = RunStatus.Completed, FailureCode? failure = null)
    {
        yield return State(runId, RunStatus.Running);
        var sequence = 0;
        foreach (var item in Recording.Events(recording))
        {
            await Task.Yield();
            yield return new RunUpdate(++sequence, item.Line);
        }

        yield return State(runId, status, failure);
    }

    /// <summary>A run that goes on until it is cancelled, which takes a while.</summary>
    public static async IAsyncEnumerable<RunUpdate> HangAsync(
        string runId, ICollection<string> cancelled, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            yield return State(runId, RunStatus.Running);
            yield return Event(1, """{"type":"assistant","message":{"content":[{"type":"text","text":"started"}]}}""");
            yield return Event(2, """{"type":"assistant","message":{"content":[{"type":"text","text":"more"}]}}""");
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            await Task.Delay(200, CancellationToken.None);
            cancelled.Add(runId);
        }
    }

    public static async IAsyncEnumerable<RunUpdate> BreakAsync(string runId)
    {
        yield return State(runId, RunStatus.Running);
        await Task.Yield();
        throw new ClaudeboxException(FailureCode.ConnectionLost, "Gone.");
    }

    public static async IAsyncEnumerable<RunUpdate> RefuseAsync(FailureCode code)
    {
        await Task.Yield();
        throw new ClaudeboxException(code, "Refused.");
#pragma warning disable CS0162 // The compiler needs a yield to make this a stream.
        yield break;
#pragma warning restore CS0162
    }
}
