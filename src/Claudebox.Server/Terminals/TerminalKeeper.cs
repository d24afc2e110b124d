using System.Collections.Concurrent;
using Claudebox.Runs;
using Claudebox.Server.Claude;
using Claudebox.Terminals;

namespace Claudebox.Server.Terminals;

/// <summary>Keeps the attached terminals, each from its lease's beginning until its processes are gone.</summary>
internal sealed class TerminalKeeper(TerminalPlanner planner, ClaudeCode claude, ILogger<TerminalKeeper> logger) : IDisposable
{
    private const string StoppingMessage = "The container is being stopped.";
    private static readonly TimeSpan TakeInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Terminal> _terminals = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _opening = new(1, 1);
    private bool _isShutDown;

    /// <summary>How many are attached.</summary>
    public int Count => _terminals.Count;

    /// <summary>Whether a session is open in one of them.</summary>
    public bool Uses(string sessionId) => _terminals.Values.Any(t => t.SessionId == sessionId);

    /// <summary>Makes a terminal; <see cref="HoldAsync"/> must follow.</summary>
    /// <exception cref="ClaudeboxException">The request cannot be served.</exception>
    public async Task<Terminal> OpenAsync(TerminalRequest request, CancellationToken cancellationToken)
    {
        TerminalRequestRules.Check(request);

        // One after the other: of two that come at once only one gets the lineage's session.
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_isShutDown)
            {
                throw new ClaudeboxException(new RunFailure { Code = FailureCode.ServerUnavailable, Message = StoppingMessage });
            }

            var terminal = await planner.PlanAsync(request, _terminals.Values, cancellationToken);
            _terminals[terminal.Id] = terminal;
            return terminal;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Waits until a terminal's command has ended or its client is gone, then ends what is left of it.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <param name="clientGone">Fires when the client is gone.</param>
    /// <returns>Why it was ended; null when command or client ended.</returns>
    public async Task<RunFailure?> HoldAsync(Terminal terminal, CancellationToken clientGone)
    {
        logger.TerminalAttached(terminal.Id, terminal.Workspace, terminal.SessionId);
        using var lost = clientGone.Register(() => terminal.End(null));
        try
        {
            while (await Task.WhenAny(terminal.Ending, Task.Delay(TakeInterval, CancellationToken.None)) != terminal.Ending)
            {
                Take(terminal);
            }

            return await terminal.Ending;
        }
        finally
        {
            try
            {
                await terminal.EndProcessesAsync();
            }
            finally
            {
                Forget(terminal);
            }
        }
    }

    /// <summary>Gives the terminal that a process has been started on; it goes on as long as the process does.</summary>
    /// <exception cref="ClaudeboxException">There is no such terminal, or it has a process.</exception>
    public Terminal Attach(string id, int processId) =>
        _terminals.TryGetValue(id, out var terminal) && terminal.TryAttach(processId)
            ? terminal
            : throw new ClaudeboxException(FailureCode.InvalidRequest, $"There is no terminal {id} that waits for a command.");

    /// <summary>Turns new terminals away from here on, unless one is attached or is just being opened.</summary>
    /// <param name="mayClose">What else must hold; asked while no terminal can be opened.</param>
    /// <returns>Whether it did so.</returns>
    public async Task<bool> TryCloseAsync(Func<bool> mayClose)
    {
        if (!await _opening.WaitAsync(TimeSpan.Zero))
        {
            return false;
        }

        try
        {
            return _terminals.IsEmpty && (_isShutDown |= mayClose());
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Ends all terminals, when the server stops.</summary>
    public async Task ShutDownAsync()
    {
        await _opening.WaitAsync();
        _isShutDown = true;
        _opening.Release();
        var terminals = _terminals.Values.ToList();
        terminals.ForEach(t => t.End(Stopping));
        await Task.WhenAll(terminals.Select(t => t.Gone));
    }

    /// <inheritdoc/>
    public void Dispose() => _opening.Dispose();

    private static RunFailure Stopping => new() { Code = FailureCode.ContainerFailed, Message = StoppingMessage };

    private void Forget(Terminal terminal)
    {
        Take(terminal);
        try
        {
            terminal.Recorder?.Delete();
            claude.Config.Return();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.TerminalBroke(terminal.Id, e);
        }

        terminal.Texts?.Dispose();
        _terminals.TryRemove(terminal.Id, out _);
        terminal.NoteGone();
        logger.TerminalEnded(terminal.Id);
    }

    // A full disk must not end the conversation on the terminal; what is not taken now is taken later.
    private void Take(Terminal terminal)
    {
        try
        {
            terminal.Recorder?.Take();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.TerminalBroke(terminal.Id, e);
        }
    }
}
