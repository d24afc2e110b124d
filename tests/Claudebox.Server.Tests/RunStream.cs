using System.Net.ServerSentEvents;
using System.Text.Json;
using Claudebox.Events;
using Claudebox.Json;
using Claudebox.Runs;

namespace Claudebox.Server.Tests;

/// <summary>An open stream of a run's events.</summary>
public sealed class RunStream(HttpResponseMessage response) : IAsyncDisposable
{
    private readonly List<ClaudeEvent> _events = [];
    private readonly List<RunRecord> _records = [];
    private IAsyncEnumerator<SseItem<string>>? _items;

    /// <summary>The run's id, as the response's header tells before anything else.</summary>
    public string RunId => response.Headers.GetValues("X-Run-Id").Single();

    /// <summary>The sequence number of the event read last.</summary>
    public long LastSequence { get; private set; }

    /// <summary>Reads until an event fits.</summary>
    public async Task<ClaudeEvent> ReadUntilAsync(Func<ClaudeEvent, bool> fits)
    {
        while (await ReadAsync(default))
        {
            if (_events.Count > 0 && fits(_events[^1]))
            {
                return _events[^1];
            }
        }

        throw new InvalidOperationException("The stream ended before such an event came: " + _records[^1]);
    }

    /// <summary>Reads the rest.</summary>
    public async Task<StreamedRun> ReadToEndAsync(CancellationToken cancellationToken = default)
    {
        while (await ReadAsync(cancellationToken))
        {
        }

        return new StreamedRun(_events, _records);
    }

    /// <summary>Drops the connection's stream.</summary>
    public ValueTask DisposeAsync()
    {
        response.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        _items ??= SseParser.Create(await response.Content.ReadAsStreamAsync(cancellationToken))
            .EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        if (!await _items.MoveNextAsync())
        {
            return false;
        }

        // Readers stop at the final state.
        Assert.False(_records is [.., { IsFinal: true }], "Something follows the final state.");
        var item = _items.Current;
        if (item.EventType == "run")
        {
            _records.Add(JsonSerializer.Deserialize(item.Data, WireJson.Default.RunRecord)!);
        }
        else
        {
            LastSequence = long.Parse(item.EventId!, System.Globalization.CultureInfo.InvariantCulture);
            _events.Add(ClaudeEvent.Parse(System.Text.Encoding.UTF8.GetBytes(item.Data)));
        }

        return true;
    }
}
