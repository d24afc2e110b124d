using System.Net;
using System.Text;

namespace Claudebox.Server.Tests.Api;

/// <summary>Parts of files, and changes that depend on a file's state.</summary>
public sealed class ApiFileConditionTests(SharedApi shared) : IClassFixture<SharedApi>, IDisposable
{
    private readonly ApiHost _host = shared.Host;
    private readonly ApiClient _client = shared.Host.Connect();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Parts_of_a_file_and_only_changed_ones_can_be_asked_for()
    {
        await _client.PutAsync("/files/parts.txt", "0123456789"u8.ToArray());

        var part = await _client.GetAsync("/files/parts.txt", ("Range", "bytes=2-4"));
        var end = await _client.GetAsync("/files/parts.txt", ("Range", "bytes=-3"));
        var beyond = await _client.GetAsync("/files/parts.txt", ("Range", "bytes=50-"));
        var whole = await _client.GetAsync("/files/parts.txt");
        var tag = whole.Headers.ETag!.ToString();
        var same = await _client.GetAsync("/files/parts.txt", ("If-None-Match", tag));
        await _client.PutAsync("/files/parts.txt", "changed"u8.ToArray());
        var changed = await _client.GetAsync("/files/parts.txt", ("If-None-Match", tag));
        var resumed = await _client.GetAsync("/files/parts.txt", ("Range", "bytes=2-4"), ("If-Range", tag));

        Assert.Equal((HttpStatusCode.PartialContent, "234"), (part.Status, part.BodyText));
        Assert.Equal("789", end.BodyText);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.Status);
        Assert.Equal((HttpStatusCode.NotModified, ""), (same.Status, same.BodyText));
        Assert.Equal((HttpStatusCode.OK, "changed"), (changed.Status, changed.BodyText));
        Assert.Equal((HttpStatusCode.OK, "changed"), (resumed.Status, resumed.BodyText));
        Assert.NotNull(whole.ContentHeaders.LastModified);
        Assert.Equal("nosniff", whole.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task A_change_can_depend_on_the_state_that_the_client_knows()
    {
        var first = await _client.PutAsync("/files/state.txt", "one"u8.ToArray(), ("If-None-Match", "*"));
        var tag = first.Headers.ETag!.ToString();
        var again = await _client.PutAsync("/files/state.txt", "two"u8.ToArray(), ("If-None-Match", "*"));
        var second = await _client.PutAsync("/files/state.txt", "three"u8.ToArray(), ("If-Match", tag));
        var stale = await _client.PutAsync("/files/state.txt", "four"u8.ToArray(), ("If-Match", tag));
        var missing = await _client.PutAsync("/files/state-missing.txt", "x"u8.ToArray(), ("If-Match", "*"));
        var kept = await _client.DeleteAsync("/files/state.txt", ("If-Match", tag));
        var content = (await _client.GetAsync("/files/state.txt")).BodyText;
        var deleted = await _client.DeleteAsync("/files/state.txt", ("If-Match", second.Headers.ETag!.ToString()));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK], [first.Status, second.Status, deleted.Status]);
        Assert.All([again, stale, missing, kept], a => Assert.Equal(HttpStatusCode.PreconditionFailed, a.Status));
        Assert.Equal("three", content);
        Assert.False(File.Exists(Path.Combine(_host.Root, "state-missing.txt")));
    }

    [Fact]
    public async Task A_condition_that_cannot_be_read_and_a_part_of_a_file_change_nothing()
    {
        await _client.PutAsync("/files/whole.txt", "whole"u8.ToArray());

        var unquoted = await _client.PutAsync("/files/whole.txt", "x"u8.ToArray(), ("If-Match", "1a2b-3c"));
        var removed = await _client.DeleteAsync("/files/whole.txt", ("If-Match", "1a2b-3c"));
        var part = await _client.PutAsync("/files/whole.txt", "le"u8.ToArray(), ("Content-Range", "bytes 3-4/5"));

        Assert.All([unquoted, removed, part], answer => Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status));
        Assert.Equal("whole", (await _client.GetAsync("/files/whole.txt")).BodyText);
    }

    [Fact]
    public async Task Of_many_changes_of_one_state_exactly_one_succeeds()
    {
        var tag = (await _client.PutAsync("/files/race.txt", "start"u8.ToArray())).Headers.ETag!.ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            _client.PutAsync("/files/race.txt", Encoding.ASCII.GetBytes($"writer {i}"), ("If-Match", tag))));

        Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
        Assert.Equal(19, answers.Count(a => a.Status == HttpStatusCode.PreconditionFailed));
    }
}
