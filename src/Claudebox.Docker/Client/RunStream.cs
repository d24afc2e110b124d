using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Claudebox.Json;
using Claudebox.Runs;

namespace Claudebox.Docker;

/// <summary>The server-sent events of one answer, as updates of a run. Lines may have any length.</summary>
internal sealed class RunStream : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<ReadOnlyMemory<byte>>> _items;

    private RunStream(HttpResponseMessage response, IAsyncEnumerator<SseItem<ReadOnlyMemory<byte>>> items)
    {
        _response = response;
        _items = items;
    }

    /// <summary>Begins to read. The answer belongs to the stream from here on.</summary>
    internal static async Task<RunStream> OpenAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            var parser = SseParser.Create(body, static (_, data) => new ReadOnlyMemory<byte>(data.ToArray()));
            return new RunStream(response, parser.EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken));
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>Waits for the next update.</summary>
    /// <returns>The update; null at the end of the stream.</returns>
    internal async Task<RunUpdate?> NextAsync()
    {
        while (await _items.MoveNextAsync().ConfigureAwait(false))
        {
            var item = _items.Current;
            if (item.EventType == "run")
            {
                return new RunUpdate(ReadRecord(item.Data.Span));
            }

            if (long.TryParse(item.EventId, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
            {
                return new RunUpdate(sequence, item.Data);
            }
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        // The answer first: it ends a read that is still waiting, and tells the server at once.
        _response.Dispose();
        await _items.DisposeAsync().ConfigureAwait(false);
    }

    private static RunRecord ReadRecord(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, WireJson.Default.RunRecord) ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new ClaudeboxException(FailureCode.InternalError, $"The server sent a run's state that cannot be read: {exception.Message}", exception);
        }
    }
}
