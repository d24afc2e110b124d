namespace Claudebox.Testing;

/// <summary>The recorded requests, with a signal for every change.</summary>
internal sealed class RequestLog(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Queue<RecordedRequest> _requests = new();
    private readonly Dictionary<string, int> _attempts = [];
    private TaskCompletionSource _changed = NewSignal();
    private int _count;

    public IReadOnlyList<RecordedRequest> Snapshot()
    {
        lock (_lock)
        {
            return [.. _requests];
        }
    }

    /// <summary>Numbers and records a request.</summary>
    /// <param name="sameness">Equal for requests of which one repeats the other.</param>
    /// <param name="create">Makes the request from its number and its attempt.</param>
    public RecordedRequest Add(string sameness, Func<int, int, RecordedRequest> create)
    {
        lock (_lock)
        {
            var attempt = _attempts[sameness] = _attempts.GetValueOrDefault(sameness) + 1;
            var request = create(++_count, attempt);
            _requests.Enqueue(request);
            if (_requests.Count > capacity)
            {
                _requests.Dequeue();
            }

            Signal();
            return request;
        }
    }

    /// <summary>Sets the outcome, unless it has been set before.</summary>
    public void End(RecordedRequest request, RequestOutcome outcome)
    {
        lock (_lock)
        {
            if (request.Outcome == RequestOutcome.Active)
            {
                request.Outcome = outcome;
                Signal();
            }
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _requests.Clear();
            _attempts.Clear();
            Signal();
        }
    }

    public async Task<RecordedRequest> WaitAsync(Func<RecordedRequest, bool> predicate, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        while (true)
        {
            Task changed;
            RecordedRequest[] requests;
            lock (_lock)
            {
                changed = _changed.Task;
                requests = [.. _requests];
            }

            if (requests.FirstOrDefault(predicate) is { } found)
            {
                return found;
            }

            try
            {
                await changed.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                var list = string.Join(Environment.NewLine, requests.Select(request => "  " + request));
                throw new TimeoutException($"No such request within {timeout}. Recorded: {requests.Length}{Environment.NewLine}{list}");
            }
        }
    }

    private void Signal()
    {
        _changed.SetResult();
        _changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
