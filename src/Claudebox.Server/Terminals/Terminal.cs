using Claudebox.Runs;
using Claudebox.Server.Claude;
using Claudebox.Server.Processes;

namespace Claudebox.Server.Terminals;

/// <summary>A terminal that is attached: the host holds its lease, and a process on it runs its command.</summary>
internal sealed class Terminal(string id, string workspace, uint? mark, TerminalPlan plan)
{
    // The program on the terminal has this long to save and end, what is left this long to die, and the process that started the
    // program this long to pass its exit code on: together below 5 s.
    private static readonly TimeSpan SaveLimit = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly TaskCompletionSource<RunFailure?> _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ProcessTree? _tree;
    private int _processId;

    /// <summary>Its name in URLs.</summary>
    public string Id => id;

    /// <summary>The workspace, links resolved.</summary>
    public string Workspace => workspace;

    /// <summary>What is started on it.</summary>
    public TerminalPlan Plan => plan;

    /// <summary>The session that it began with; null when it is not Claude Code's conversation.</summary>
    public SessionChoice? Session { get; init; }

    /// <summary>The system texts; null when there are none.</summary>
    public SystemTextFiles? Texts { get; init; }

    /// <summary>Follows its sessions; null when it is not Claude Code's conversation.</summary>
    public SessionRecorder? Recorder { get; init; }

    /// <summary>The session that it is in; null when it is not Claude Code's conversation.</summary>
    public string? SessionId => Recorder?.SessionId ?? Session?.SessionId;

    /// <summary>Completes when its end begins: with the reason, or null when command or client ended.</summary>
    public Task<RunFailure?> Ending => _ending.Task;

    /// <summary>Completes when its processes are gone.</summary>
    public Task Gone => _gone.Task;

    /// <summary>Notes the process on the terminal.</summary>
    /// <returns>False when there is one already, or the terminal is ending.</returns>
    public bool TryAttach(int processId)
    {
        if (_ending.Task.IsCompleted || Interlocked.CompareExchange(ref _processId, processId, 0) != 0)
        {
            return false;
        }

        Volatile.Write(ref _tree, new ProcessTree(processId, mark));

        // An end that began meanwhile may have looked for the tree before it was there.
        return !_ending.Task.IsCompleted;
    }

    /// <summary>Begins its end. The first reason counts.</summary>
    /// <param name="reason">What the client is told; null when there is nothing to tell.</param>
    public void End(RunFailure? reason) => _ending.TrySetResult(reason);

    /// <summary>
    /// Ends its processes: first a hangup for the program on the terminal, so that it can save, then all that is left is
    /// killed, tools that live in sessions of their own included.
    /// </summary>
    public async Task EndProcessesAsync()
    {
        if (Volatile.Read(ref _tree) is { } tree)
        {
            foreach (var process in OnTerminal(tree))
            {
                _ = Native.Kill(process.Id, Native.SigHup);
                _ = Native.Kill(process.Id, Native.SigCont);
            }

            await WaitAsync(() => OnTerminal(tree).Any(), SaveLimit);
            using var limit = new CancellationTokenSource(KillLimit);
            await tree.KillAsync(limit.Token, except: _processId);
            await WaitAsync(() => tree.Collect().Count > 0, ExitLimit);
            await tree.KillAsync(limit.Token);
        }
    }

    /// <summary>Says that its processes are gone.</summary>
    public void NoteGone() => _gone.TrySetResult();

    private static async Task WaitAsync(Func<bool> goesOn, TimeSpan limit)
    {
        using var late = new CancellationTokenSource(limit);
        while (goesOn() && !late.IsCancellationRequested)
        {
            await Task.Delay(Poll, CancellationToken.None);
        }
    }

    private IEnumerable<ProcessEntry> OnTerminal(ProcessTree tree) => tree.Collect().Where(p => p.HasTerminal && p.Id != _processId);
}
