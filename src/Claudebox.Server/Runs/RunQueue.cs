namespace Claudebox.Server.Runs;

/// <summary>The runs that wait, in the order in which they came.</summary>
internal sealed class RunQueue
{
    private readonly Lock _gate = new();
    private readonly List<QueuePlace> _places = [];
    private readonly AsyncPulse _moved = new();

    /// <summary>Completes when somebody left the queue, or what runs need became free. Take it before looking.</summary>
    public Task Moved => _moved.Next;

    /// <summary>Whether nobody waits.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _places.Count == 0;
            }
        }
    }

    /// <summary>Bytes of all requests that wait.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _places.Sum(place => place.Plan.Size);
            }
        }
    }

    /// <summary>Those who are first in their workspace's line, in the order in which they came.</summary>
    public IReadOnlyList<QueuePlace> Heads
    {
        get
        {
            lock (_gate)
            {
                return [.. _places.DistinctBy(place => place.Workspace.Key)];
            }
        }
    }

    /// <summary>How many runs wait for a workspace.</summary>
    public int Count(WorkspaceIdentity workspace)
    {
        lock (_gate)
        {
            return _places.Count(place => place.Workspace.Key == workspace.Key);
        }
    }

    /// <summary>How many runs are before one in its workspace's line; 0 when it does not wait any more.</summary>
    public int PositionOf(QueuePlace place)
    {
        lock (_gate)
        {
            return _places.TakeWhile(other => other != place).Count(other => other.Workspace.Key == place.Workspace.Key);
        }
    }

    /// <summary>Puts a run at the end.</summary>
    public void Enter(QueuePlace place)
    {
        lock (_gate)
        {
            _places.Add(place);
        }
    }

    /// <summary>Takes a run out.</summary>
    /// <returns>Whether it was in the queue.</returns>
    public bool Leave(QueuePlace place)
    {
        bool was;
        lock (_gate)
        {
            was = _places.Remove(place);
        }

        _moved.Pulse();
        return was;
    }

    /// <summary>Tells those who wait that a workspace or a slot of this server became free.</summary>
    public void OnReleased() => _moved.Pulse();
}
