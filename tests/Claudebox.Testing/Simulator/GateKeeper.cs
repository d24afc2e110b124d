using System.Collections.Concurrent;

namespace Claudebox.Testing;

/// <summary>Named gates, closed until somebody opens them, then open for good.</summary>
internal sealed class GateKeeper
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new(StringComparer.Ordinal);

    public void Open(string name) => Gate(name).TrySetResult();

    public Task PassAsync(string? name, CancellationToken cancellationToken) =>
        name is null ? Task.CompletedTask : Gate(name).Task.WaitAsync(cancellationToken);

    private TaskCompletionSource Gate(string name) => _gates.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
