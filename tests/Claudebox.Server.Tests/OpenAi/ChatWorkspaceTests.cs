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
    public async Task Twenty_calls_without_a_workspace_all_succeed_each_in_an_empty_one_that_goes()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            _chat.AskAsync(ChatClient.Request(FormattableString.Invariant($"[sim:bash command=\"pwd; ls -A; echo {i} > mine; cat mine\"]")))));

        var paths = answers.Select(a => a.Split('\n')[0].Replace("Tool result: ", "", StringComparison.Ordinal)).ToList();
        Assert.All(answers.Index(), a => Assert.Equal(FormattableString.Invariant($"{a.Index}"), a.Item.Split('\n')[1].Trim()));
        Assert.All(paths, path =>
        {
            Assert.False(path.StartsWith(_host.Root, StringComparison.Ordinal), path);
            Assert.False(Directory.Exists(path), path);
        });
        Assert.Empty(Directory.EnumerateDirectories(Path.GetDirectoryName(paths[0])!));
        AssertNoSessionOf(paths);
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
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
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
