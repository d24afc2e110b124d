using Claudebox.Server.Runs;

namespace Claudebox.Server.Api;

/// <summary>
/// Ties a run to its client's connection: when the client goes, the run ends. Clients that sent the same request with the
/// same id share the run, which ends when the last of them is gone.
/// </summary>
internal sealed class ClientLifeline : IDisposable
{
    private readonly Run _run;
    private readonly CancellationTokenRegistration _registration;
    private int _gone;

    public ClientLifeline(Run run, CancellationToken aborted)
    {
        _run = run;
        run.Hold();
        _registration = aborted.Register(LetGo);
    }

    /// <summary>Unties. A client that has its answer leaves a final run, which takes no notice.</summary>
    public void Dispose()
    {
        _registration.Dispose();
        LetGo();
    }

    private void LetGo()
    {
        if (Interlocked.Exchange(ref _gone, 1) == 0)
        {
            _run.LetGo(RunEngine.Ended("The run was cancelled because its client went away."));
        }
    }
}
