using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Claudebox.Testing;

namespace Claudebox.Server.Tests.Api;

/// <summary>Events over TCP.</summary>
public sealed class ApiStreamTests(SharedApi shared) : IClassFixture<SharedApi>, IDisposable
{
    private readonly ApiHost _host = shared.Host;
    private readonly ApiClient _client = shared.Host.Connect();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Twenty_reconnects_during_one_stream_give_every_event_exactly_once()
    {
        const int Reconnects = 20;
        var id = await _client.SubmitAsync("[sim:long deltas=150 delay=20]", "reconnects");
        var sequences = new List<long>();
        var connections = 0;
        string? last = null;
        while (last != "end")
        {
            connections++;
            last = await ReadSomeAsync(id, sequences, connections <= Reconnects ? 5 : int.MaxValue);
        }

        var record = (await _client.GetAsync("/runs/" + id)).Json;
        Assert.True(connections > Reconnects);
        Assert.Equal(Enumerable.Range(1, record["eventCount"]!.GetValue<int>()).Select(i => (long)i), sequences);
    }

    [Fact]
    public async Task The_answer_to_a_prompt_is_a_stream_when_the_client_asks_for_one()
    {
        using var response = await _client.OpenAsync(
            HttpMethod.Post, "/run", ApiClient.Request("[sim:text text=streamed gate=streamed]", "streamed"), ("Accept", "text/event-stream"));
        Assert.NotEmpty(response.Headers.GetValues("X-Run-Id").Single());
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        _host.Model.OpenGate("streamed");

        var items = new List<SseItem<string>>();
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            items.Add(item);
        }

        var events = items.Where(i => i.EventType == "message").ToList();
        Assert.Equal(events.Select(e => e.EventId), events.Select(e => e.EventId).Distinct());
        Assert.All(events, e => Assert.True(int.Parse(e.EventId!, System.Globalization.CultureInfo.InvariantCulture) > 0));
        Assert.Equal("streamed", JsonNode.Parse(events[^1].Data)!["result"]!.GetValue<string>());
        Assert.Equal("completed", JsonNode.Parse(items[^1].Data)!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Events_come_as_lines_too()
    {
        var answer = await _client.RunAsync(ApiClient.Request("[sim:bash command=\"echo a\"]", "lines"), ("Accept", "application/x-ndjson"));

        var lines = answer.BodyText.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal("application/x-ndjson", answer.ContentHeaders.ContentType!.MediaType);
        Assert.Equal(("system", "result"), (lines[0]["type"]!.GetValue<string>(), lines[^1]["type"]!.GetValue<string>()));
        Assert.NotNull(lines[0]["sessionId"]);
    }

    /// <summary>What is left out is silence as well: here the pieces of a message that is long in coming.</summary>
    [Theory]
    [InlineData("[sim:stall]", "?partial=1", "silent")]
    [InlineData("[sim:long deltas=200 delay=200]", "", "talking")]
    public async Task Silence_is_filled_with_comments(string prompt, string query, string workspace)
    {
        var id = await _client.SubmitAsync(prompt, workspace);
        using var response = await _client.OpenAsync(HttpMethod.Get, $"/runs/{id}/events{query}", null, ("Accept", "text/event-stream"));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        string? line;
        do
        {
            line = await reader.ReadLineAsync(limit.Token);
        }
        while (line is not null && !line.StartsWith(':'));

        Assert.NotNull(line);
        Assert.Equal(HttpStatusCode.OK, (await _client.PostAsync($"/runs/{id}/cancel")).Status);
    }

    /// <summary>A browser repeats the address, whose number is the older one.</summary>
    [Fact]
    public async Task Of_two_places_to_go_on_from_the_later_one_counts()
    {
        var run = await _client.RunAsync("[sim:bash command=\"echo a\"]", "places");

        var answer = await _client.GetAsync(
            $"/runs/{run.Text("runId")}/events?partial=1&after=1", ("Accept", "text/event-stream"), ("Last-Event-ID", "3"));

        Assert.Equal("id: 4", answer.BodyText.Split('\n').First(line => line.StartsWith("id:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_sequence_number_that_is_none_is_refused()
    {
        var run = await _client.RunAsync("[sim:text]", "sequence");

        var answer = await _client.GetAsync($"/runs/{run.Text("runId")}/events", ("Last-Event-ID", "x"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync("/runs/unknown/events")).Status);
    }

    private async Task<string?> ReadSomeAsync(string id, List<long> sequences, int count)
    {
        (string, string)[] headers = sequences.Count == 0
            ? [("Accept", "text/event-stream")]
            : [("Accept", "text/event-stream"), ("Last-Event-ID", sequences[^1].ToString(System.Globalization.CultureInfo.InvariantCulture))];
        using var response = await _client.OpenAsync(HttpMethod.Get, $"/runs/{id}/events?partial=1", null, headers);
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            if (item.EventType == "run")
            {
                continue;
            }

            sequences.Add(long.Parse(item.EventId!, System.Globalization.CultureInfo.InvariantCulture));
            if (--count == 0)
            {
                return "cut";
            }
        }

        return "end";
    }
}
