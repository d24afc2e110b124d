using System.Diagnostics;
using Claudebox.Events;
using Claudebox.Server.Processes;
using Claudebox.Streams;

namespace Claudebox.Server.Claude;

/// <summary>
/// One Claude Code process for one prompt. The prompt goes in on stdin, which stays open until the last result,
/// so that nothing of stdout is lost (claude-cli.md §1.3) and background tasks can end. The process is over only
/// when its whole tree is gone.
/// </summary>
internal sealed class ClaudeProcess : IDisposable
{
    // The steps of a stop: control interrupt, SIGINT after 1 s, SIGKILL of the tree after 2 s (design section 4).
    private static readonly TimeSpan StopStep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(5);

    // The tree is gone by then, so all it wrote is in the pipes; only a process outside of it can keep them open.
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(5);

    private const long StandardErrorLimit = 10 * 1024 * 1024;

    private readonly Process _process;
    private readonly ProcessTree _tree;
    private readonly ClaudeStdin _stdin;
    private readonly TurnWatch _turns;
    private volatile bool _givenUp;
    private bool _complete = true;
    private bool _treeIsGone;

    private ClaudeProcess(Process process, uint? mark, TimeSpan backgroundWait, TimeProvider time)
    {
        _process = process;
        _tree = new ProcessTree(process.Id, mark);
        _stdin = new ClaudeStdin(process.StandardInput.BaseStream);
        _turns = new TurnWatch(backgroundWait, time, () => _ = _stdin.CloseAsync());
    }

    /// <summary>Starts a process.</summary>
    /// <param name="start">How; its streams are redirected here.</param>
    /// <param name="mark">The supplementary group that its processes have, if any.</param>
    /// <param name="backgroundWait">How long background tasks may outlive the answer.</param>
    /// <param name="time">Clock for the waits.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    public static ClaudeProcess Start(ProcessStartInfo start, uint? mark, TimeSpan backgroundWait, TimeProvider time)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        return new ClaudeProcess(Process.Start(start)!, mark, backgroundWait, time);
    }

    /// <summary>Sends the prompt and reads events until the process and its whole tree are gone.</summary>
    /// <param name="message">The user message, one line.</param>
    /// <param name="onEvent">Receives every event in order.</param>
    /// <param name="stderrLog">Where stderr goes.</param>
    /// <param name="stop">When it fires, the process is stopped.</param>
    /// <returns>How it ended.</returns>
    public async Task<ClaudeExit> RunAsync(
        ReadOnlyMemory<byte> message,
        Func<ClaudeEvent, ValueTask> onEvent,
        Stream stderrLog,
        CancellationToken stop)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var tail = new StandardErrorTail();
        var stderr = tail.ReadAsync(_process.StandardError.BaseStream, stderrLog, StandardErrorLimit);
        var sending = _stdin.SendAsync(message);
        var ending = EndAsync(failed.Token);
        var reading = ReadEventsAsync(onEvent);
        if (await Task.WhenAny(reading, ending) == reading && reading.IsFaulted)
        {
            await failed.CancelAsync();
        }

        await ending;
        var output = Task.WhenAll(reading, stderr, sending);
        var heldOpen = !await CompletesAsync(output, DrainLimit);
        if (heldOpen)
        {
            _givenUp = true;
        }
        else
        {
            await output;
        }

        return new ClaudeExit(_process.ExitCode, _complete, tail.Text, _turns.EndedTasks, heldOpen, !_treeIsGone);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _turns.Dispose();
        _stdin.Dispose();
        _process.Dispose();
    }

    private async Task ReadEventsAsync(Func<ClaudeEvent, ValueTask> onEvent)
    {
        using var lines = new LineReader(_process.StandardOutput.BaseStream);
        while (await lines.ReadLineAsync() is { } line && !_givenUp)
        {
            _complete = lines.LineWasTerminated;
            if (line.IsEmpty)
            {
                continue;
            }

            var @event = ClaudeEvent.Parse(line.ToArray());
            await onEvent(@event);
            _turns.Observe(@event);
        }
    }

    private async Task EndAsync(CancellationToken stop)
    {
        var exit = _process.WaitForExitAsync(CancellationToken.None);
        var stopRequested = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (stop.Register(() => stopRequested.TrySetResult()))
        {
            await Task.WhenAny(exit, stopRequested.Task, _turns.Overdue);
        }

        if (!exit.IsCompleted)
        {
            await StopAsync(exit);
        }

        // What a finished process left behind would hold stdout open and go on writing to the workspace.
        using var limit = new CancellationTokenSource(KillLimit);
        _treeIsGone = await _tree.KillAsync(limit.Token);
        await exit;
    }

    private async Task StopAsync(Task exit)
    {
        _tree.Collect();
        _turns.CloseAtNextResult();
        _ = _stdin.SendAsync(ClaudeInput.Interrupt);
        if (await CompletesAsync(exit, StopStep))
        {
            return;
        }

        _tree.Collect();
        _ = Native.Kill(_process.Id, Native.SigInt);
        await CompletesAsync(exit, StopStep);
    }

    private static async Task<bool> CompletesAsync(Task task, TimeSpan limit) =>
        await Task.WhenAny(task, Task.Delay(limit)) == task;
}
