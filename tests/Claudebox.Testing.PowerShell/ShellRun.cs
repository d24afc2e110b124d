using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Claudebox.Testing.PowerShell;

/// <summary>A script that runs.</summary>
public sealed class ShellRun : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly System.Management.Automation.PowerShell _shell;
    private readonly PSDataCollection<PSObject> _output = [];
    private readonly List<ShellRecord> _records = [];
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly IAsyncResult _invocation;

    internal ShellRun(Runspace runspace, string script)
    {
        _shell = System.Management.Automation.PowerShell.Create(runspace);
        _shell.AddScript(script);
        _output.DataAdding += (_, e) => Add(new OutputItem(PSObject.AsPSObject(e.ItemAdded)));
        _shell.Streams.Error.DataAdding += (_, e) => Add(new ErrorItem((ErrorRecord)e.ItemAdded));
        _shell.Streams.Warning.DataAdding += (_, e) => Add(new WarningItem(((WarningRecord)e.ItemAdded).Message));
        _shell.Streams.Verbose.DataAdding += (_, e) => Add(new VerboseItem(((VerboseRecord)e.ItemAdded).Message));
        _shell.Streams.Debug.DataAdding += (_, e) => Add(new DebugItem(((DebugRecord)e.ItemAdded).Message));
        _shell.Streams.Information.DataAdding += (_, e) => Add(new InformationItem((InformationRecord)e.ItemAdded));
        _shell.Streams.Progress.DataAdding += (_, e) => Add(new ProgressItem((ProgressRecord)e.ItemAdded));
        using var input = new PSDataCollection<PSObject>();
        input.Complete();
        _invocation = _shell.BeginInvoke(input, _output);
    }

    /// <summary>Whether the script has ended.</summary>
    public bool IsCompleted => _invocation.IsCompleted;

    /// <summary>Waits until a record has come that fits; earlier ones count.</summary>
    /// <param name="fits">What to wait for.</param>
    public async Task WaitForAsync(Func<ShellRecord, bool> fits)
    {
        while (!Snapshot().Any(fits))
        {
            if (_invocation.IsCompleted && !Snapshot().Any(fits))
            {
                throw new InvalidOperationException("The script ended before the record came: " + string.Join("; ", Snapshot()));
            }

            await _arrived.WaitAsync(TimeSpan.FromMilliseconds(100)).ConfigureAwait(false);
        }
    }

    /// <summary>Stops the script as Ctrl+C does; returns when the engine has.</summary>
    public ShellResult Stop()
    {
        _shell.Stop();
        return Wait();
    }

    /// <summary>Begins to stop the script; <see cref="Wait"/> tells when it has.</summary>
    public void BeginStop() => _shell.BeginStop(null, null);

    /// <summary>Waits for the script's end.</summary>
    /// <param name="patience">How long; 5 minutes unless given, so that a test that hangs fails.</param>
    public ShellResult Wait(TimeSpan? patience = null)
    {
        if (!_invocation.AsyncWaitHandle.WaitOne(patience ?? Patience))
        {
            throw new TimeoutException("The script did not end.");
        }

        ErrorRecord? terminating = null;
        try
        {
            _shell.EndInvoke(_invocation);
        }
        catch (PipelineStoppedException)
        {
            // The state says so.
        }
        catch (RuntimeException exception)
        {
            terminating = exception.ErrorRecord;
        }

        return new ShellResult(Snapshot(), terminating, _shell.InvocationStateInfo.State);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _shell.Dispose();
        _output.Dispose();
        _arrived.Dispose();
    }

    private void Add(ShellRecord record)
    {
        lock (_records)
        {
            _records.Add(record);
        }

        _arrived.Release();
    }

    private ShellRecord[] Snapshot()
    {
        lock (_records)
        {
            return [.. _records];
        }
    }
}
