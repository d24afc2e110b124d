using ModelContextProtocol;

namespace Claudebox.Server.Tests.Mcp;

/// <summary>Keeps progress in the order in which it came.</summary>
internal sealed class ProgressLog : IProgress<ProgressNotificationValue>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<ProgressNotificationValue> _values = [];

    /// <summary>What was said so far.</summary>
    public IReadOnlyList<string> Messages
    {
        get
        {
            lock (_gate)
            {
                return [.. _values.Select(value => value.Message ?? "")];
            }
        }
    }

    /// <summary>The values so far.</summary>
    public IReadOnlyList<float> Values
    {
        get
        {
            lock (_gate)
            {
                return [.. _values.Select(value => value.Progress)];
            }
        }
    }

    /// <inheritdoc/>
    public void Report(ProgressNotificationValue value)
    {
        lock (_gate)
        {
            _values.Add(value);
        }
    }

    /// <summary>Waits for a message: the client may hand over the result first.</summary>
    public async Task WaitForAsync(Func<string, bool> matches)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!Messages.Any(matches))
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
