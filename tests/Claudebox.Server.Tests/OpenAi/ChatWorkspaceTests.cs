using System.Net;
using System.Text;
using Claudebox.Server.Tests.Api;

namespace Claudebox.Server.Tests.OpenAi;

/// <summary>Where a chat request works, which conversation it continues, and what else its headers say.</summary>
public sealed class ChatWorkspaceTests(SharedApi shared) : IClassFixture<SharedApi>, IDisposable
{
    private readonly ApiHost _host = shared.Host;
    private readonly ChatClient _chat = new(shared.Host);

    public void Dispose() => _chat.Dispose();

    [Fact]
    public async Task The_workspace_of_the_header_is_where_Claude_works()
    {
        Directory.CreateDirectory(Path.Combine(_host.Root, "over", "there"));

        var text = await _chat.AskAsync(ChatClient.Request("[sim:bash command=\"pwd; touch made\"]"), ("X-Claude-Workspace", "over/there"));

        Assert.Contains(Path.Combine(_host.Root, "over", "there"), text, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_host.Root, "over", "there", "made")));
    }

    [Theory]
    [InlineData("missing", "workspace_not_found")]
    [InlineData("../..", "workspace_not_found")]
    public async Task A_workspace_that_cannot_be_is_a_plain_error_also_for_streams(string workspace, string code)
    {
        var whole = await _chat.PostAsync(ChatClient.Request("[sim:text]"), ("X-Claude-Workspace", workspace));
        using var stream = await _chat.OpenAsync(ChatClient.Request("[sim:text]"), ("X-Claude-Workspace", workspace));

        Assert.Equal(HttpStatusCode.BadRequest, whole.Status);
        Assert.Equal(code, whole.Json["error"]!["code"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.BadRequest, stream.Response.StatusCode);
        Assert.Equal("application/json", stream.Response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Only_who_asks_continues_the_workspaces_conversation()
    {
        Directory.CreateDirectory(Path.Combine(_host.Root, "talk-openai"));
        var marker = Guid.NewGuid().ToString("N");
        (string, string) workspace = ("X-Claude-Workspace", "talk-openai");

        // Without a session to continue there is an answer all the same.
        await _chat.AskAsync(ChatClient.Request($"[sim:text] one-{marker}"), workspace, ("X-Claude-Continue", "1"));
        await _chat.AskAsync(ChatClient.Request($"[sim:text] two-{marker}"), workspace, ("X-Claude-Continue", "Yes"));
        await _chat.AskAsync(ChatClient.Request($"[sim:text] three-{marker}"), workspace, ("X-Claude-Continue", "no"));

        Assert.Equal(SessionOf("one"), SessionOf("two"));
        Assert.NotEqual(SessionOf("one"), SessionOf("three"));
        var second = ChatClient.RequestWith(_host.Model, $"[sim:text] two-{marker}").Body.GetRawText();
        Assert.Contains("one-" + marker, second, StringComparison.Ordinal);
        Assert.DoesNotContain("one-" + marker, ChatClient.RequestWith(_host.Model, $"[sim:text] three-{marker}").Body.GetRawText(), StringComparison.Ordinal);

        string? SessionOf(string number) => ChatClient.RequestWith(_host.Model, $"[sim:text] {number}-{marker}").SessionId;
    }

    [Fact]
    public async Task Scripts_and_chats_keep_their_conversations_apart()
    {
        Directory.CreateDirectory(Path.Combine(_host.Root, "apart"));
        var script = await _chat.Api.RunAsync("[sim:text]", "apart");

        var answer = await _chat.PostAsync(ChatClient.Request("[sim:text]"), ("X-Claude-Workspace", "apart"), ("X-Claude-Continue", "true"));

        var run = await _chat.Api.GetAsync("/runs/" + answer.Headers.GetValues("X-Run-Id").Single());
        Assert.Equal("openai", run.Text("origin"));
        Assert.NotEqual(script.Text("sessionId"), run.Text("sessionId"));
    }

    [Fact]
    public async Task A_call_without_a_workspace_gets_an_empty_one_that_goes_with_its_session()
    {
        var answers = await Task.WhenAll(Enumerable.Range(1, 2).Select(n =>
            _chat.AskAsync(ChatClient.Request(FormattableString.Invariant($"[sim:bash command=\"pwd; ls -A; echo {n} > mine; cat mine\"]")))));

        var lines = answers.Select(a => a.Replace("Tool result: ", "", StringComparison.Ordinal).Trim().Split('\n')).ToList();
        Assert.Equal("1 2", string.Join(' ', lines.Select(l => l[1])));
        Assert.All(lines, l => Assert.False(l[0].StartsWith(_host.Root, StringComparison.Ordinal) || Directory.Exists(l[0]), l[0]));
        Assert.NotEqual(lines[0][0], lines[1][0]);
        AssertNoSessionOf([.. lines.Select(l => l[0])]);
    }

    [Fact]
    public async Task Twenty_calls_at_once_all_succeed_also_where_fewer_may_run()
    {
        const string Pwd = """
            read -r _
            test -z "$(ls -A)" || exit 1
            touch mine
            echo '{"type":"system","subtype":"init","session_id":"0e0f1f57-4f0f-4a34-a3a6-6b2b5f3f0a01","model":"m"}'
            printf '{"type":"assistant","message":{"id":"m","model":"m","content":[{"type":"text","text":"%s"}]}}\n' "$PWD"
            sleep 0.2
            echo '{"type":"result","subtype":"success","is_error":false,"num_turns":1,"result":"","stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}'
            """;
        await using var host = await ApiHost.StartDoubleAsync(Pwd, ("CLAUDEBOX_MAX_RUNS", "6"));
        using var chat = new ChatClient(host);

        var paths = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => chat.AskAsync(ChatClient.Request("where?"))));

        Assert.Equal(20, paths.Length);
        Assert.All(paths, path => Assert.False(Directory.Exists(path), path));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(paths[0])!));
    }

    [Fact]
    public async Task A_private_workspace_goes_also_when_the_client_does()
    {
        string id;
        using (var stream = await _chat.OpenAsync(ChatClient.Request("[sim:stall text=\"leaves at once\"]")))
        {
            id = stream.Response.Headers.GetValues("X-Run-Id").Single();
            await stream.ReadTextAsync();
        }

        await _chat.Api.WaitForResultAsync(id);
        var path = (await _chat.Api.GetAsync("/runs/" + id)).Text("workspace");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (Directory.Exists(path))
        {
            await Task.Delay(20, limit.Token);
        }

        AssertNoSessionOf([path]);
    }

    [Theory]
    [InlineData("Sprich Deutsch: größer, 日本語 🙂", "utf-8", "Sprich Deutsch: größer, 日本語 🙂")]
    [InlineData("Sprich Deutsch: größer", "latin1", "Sprich Deutsch: größer")]
    [InlineData("Sprich%20Deutsch%3A%20gr%C3%B6%C3%9Fer%0A%F0%9F%99%82", "ascii", "Sprich Deutsch: größer\n🙂")]
    [InlineData("UTF-8''100%25%20gr%C3%B6%C3%9Fer", "ascii", "100% größer")]
    [InlineData("100% sure, 50%20 off", "ascii", "100% sure, 50%20 off")]
    public async Task The_appended_system_prompt_survives_in_every_encoding(string value, string encoding, string expected)
    {
        var marker = Guid.NewGuid().ToString("N");
        using var http = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.GetEncoding(encoding), UseProxy = false });
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(_chat.Api.Http.BaseAddress!, ChatClient.Path));
        message.Headers.Authorization = new("Bearer", ApiHost.Token);
        message.Headers.TryAddWithoutValidation("X-Claude-Append-System-Prompt", value);
        message.Content = new StringContent(ChatClient.Request("[sim:text] " + marker).ToJsonString());

        using var response = await http.SendAsync(message);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(expected, ChatClient.RequestWith(_host.Model, marker).SystemText, StringComparison.Ordinal);
    }

    private void AssertNoSessionOf(IReadOnlyCollection<string> paths)
    {
        var projects = Directory.EnumerateDirectories(Path.Combine(_host.Server.Data, "projects")).Select(Path.GetFileName).ToList();
        Assert.All(paths, path => Assert.DoesNotContain(Claudebox.Sessions.SessionSlug.Of(path), projects));
        var lineages = Path.Combine(_host.Server.Data, "claudebox", "lineages");
        Assert.All(
            Directory.Exists(lineages) ? Directory.EnumerateFiles(lineages) : [],
            file => Assert.DoesNotContain(paths, path => File.ReadAllText(file).Contains($"\"{path}\"", StringComparison.Ordinal)));
    }
}
