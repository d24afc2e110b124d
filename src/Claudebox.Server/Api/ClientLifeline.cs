using Claudebox.Server.Runs;

namespace Claudebox.Server.Api;

/// <summary>Ties a run to its client's connection: when the client goes, the run ends.</summary>
internal sealed class ClientLifeline : IDisposable
{
    private readonly Run _run;
    private readonly CancellationToken _aborted;
    private readonly CancellationTokenRegistration _registration;

    public ClientLifeline(Run run, CancellationToken aborted)
    {
        _run = run;
        _aborted = aborted;
        _registration = aborted.Register(End);
    }

    /// <summary>Unties, unless the client is gone by now.</summary>
    public void Dispose()
    {
        _registration.Dispose();

        // Callbacks run last in, first out: the handler's own waits can wake and get here before ours was called.
        if (_aborted.IsCancellationRequested)
        {
            End();
        }
    }

    private void End() => _run.End(RunEngine.Ended("The run was cancelled because its client went away."));
}
