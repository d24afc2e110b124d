namespace Claudebox.Server.Runs;

/// <summary>
/// The requests that are being submitted: at most one for each run id, so that the second finds the run of the first. Whether
/// new ones are turned away is decided while none is under way.
/// </summary>
internal sealed class Submissions
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TaskCompletionSource> _underWay = new(StringComparer.Ordinal);
    private bool _areClosed;

    /// <summary>Whether new runs are turned away.</summary>
    public bool AreClosed => Volatile.Read(ref _areClosed);

    /// <summary>Begins a submission, when no other of the same id is under way.</summary>
    /// <param name="runId">The run's id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The submission; dispose it when its outcome can be seen.</returns>
    public async Task<IDisposable> BeginAsync(string runId, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task before;
            lock (_gate)
            {
                if (!_underWay.TryGetValue(runId, out var other))
                {
                    _underWay[runId] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    return new Submission(this, runId);
                }

                before = other.Task;
            }

            await before.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Turns new runs away from here on, unless a submission is under way.</summary>
    /// <param name="mayClose">What else must hold; asked while nothing can be submitted.</param>
    /// <returns>Whether they are turned away.</returns>
    public bool TryClose(Func<bool> mayClose)
    {
        lock (_gate)
        {
            return _underWay.Count == 0 && (_areClosed = mayClose());
        }
    }

    /// <summary>Turns new runs away and waits for the submissions that are under way.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _areClosed = true;
            return Task.WhenAll(_underWay.Values.Select(submission => submission.Task));
        }
    }

    private void End(string runId)
    {
        lock (_gate)
        {
            _underWay.Remove(runId, out var submission);
            submission!.SetResult();
        }
    }

    private sealed class Submission(Submissions submissions, string runId) : IDisposable
    {
        public void Dispose() => submissions.End(runId);
    }
}
