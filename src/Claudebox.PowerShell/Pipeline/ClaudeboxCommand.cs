using System.Management.Automation;
using System.Runtime.ExceptionServices;
using Claudebox.PowerShell.Failures;

namespace Claudebox.PowerShell.Pipeline;

/// <summary>
/// The base of all cmdlets: its blocks are asynchronous and reach the engine through <see cref="PipelineOutput"/>
/// alone. Stopping cancels the block and waits until its clean-up has ended.
/// </summary>
public abstract class ClaudeboxCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly object _disposing = new();
    private bool _stopping;
    private bool _disposed;
    private int _released;

    private protected ClaudeboxCommand()
    {
    }

    /// <summary>How long a cancelled block may take to end; afterwards the pipeline goes on without it.</summary>
    private protected virtual TimeSpan CleanUpLimit => TimeSpan.FromSeconds(15);

    /// <summary>
    /// Whether the terminal of the process is PowerShell's. Hosts other than the console draw windows of their own or have
    /// none; the process's terminal, if any, is not theirs to give.
    /// </summary>
    private protected bool HasTerminal => Host.Name == "ConsoleHost" && !Console.IsInputRedirected && !Console.IsOutputRedirected;

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        if (OnRecord() is { } block)
        {
            Run(block, isLast: false);
        }
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Run(OnEnd() ?? ((_, _) => Task.CompletedTask), isLast: true);

    /// <inheritdoc/>
    protected sealed override void StopProcessing()
    {
        lock (_disposing)
        {
            _stopping = true;
            if (!_disposed)
            {
                _stop.Cancel();
            }
        }
    }

    /// <summary>Releases what the command holds, also when the pipeline ended between two blocks.</summary>
    public void Dispose()
    {
        lock (_disposing)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _stop.Cancel();
        }

        // The engine calls this on the pipeline thread and has no asynchronous form of it.
        Task.Run(ReleaseOnceAsync).Wait(CleanUpLimit);
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Gives the work for one input object. This runs on the pipeline thread: here parameters are read and the engine
    /// is asked directly.
    /// </summary>
    /// <returns>The asynchronous part; null when there is none.</returns>
    private protected virtual PipelineBlock? OnRecord() => null;

    /// <summary>Gives the work after the last input object, like <see cref="OnRecord"/>.</summary>
    private protected virtual PipelineBlock? OnEnd() => null;

    /// <summary>Releases what the blocks share, e.g. a connection. Called once; it must not throw nor wait for long.</summary>
    private protected virtual Task ReleaseAsync() => Task.CompletedTask;

    private void Run(PipelineBlock block, bool isLast)
    {
        ExceptionDispatchInfo? engineException;
        try
        {
            using var pump = new PipelinePump(_stop, CleanUpLimit);
            engineException = pump.Run(() => RunBlockAsync(block, new PipelineOutput(this, pump), isLast));
        }
        catch (TerminatingErrorException exception)
        {
            ThrowTerminatingError(exception.Record);
            return;
        }
        catch (Exception exception) when (exception is OperationCanceledException or TimeoutException && _stopping)
        {
            throw new PipelineStoppedException();
        }
#pragma warning disable CA1031 // No exception of the body is lost: all become error records.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ThrowTerminatingError(ErrorRecords.Of(exception, target: null));
            return;
        }

        // Flow control (stopped pipelines, Select-Object -First, break, -ErrorAction Stop) is the engine's: it goes on.
        engineException?.Throw();
    }

    private async Task RunBlockAsync(PipelineBlock block, PipelineOutput output, bool isLast)
    {
        var succeeded = false;
        try
        {
            await block(output, _stop.Token).ConfigureAwait(false);
            succeeded = true;
        }
        finally
        {
            // After a failure the engine calls no further block of this command.
            if (isLast || !succeeded)
            {
                await ReleaseOnceAsync().ConfigureAwait(false);
            }
        }
    }

    private Task ReleaseOnceAsync() =>
        Interlocked.Exchange(ref _released, 1) == 0 ? ReleaseAsync() : Task.CompletedTask;
}
