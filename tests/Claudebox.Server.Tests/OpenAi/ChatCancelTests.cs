using System.Text.Json.Nodes;
using Claudebox.Server.Tests.Api;
using Claudebox.Testing;

namespace Claudebox.Server.Tests.OpenAi;

/// <summary>Clients that close their connection before the answer is complete.</summary>
public sealed class ChatCancelTests(SharedApi shared) : IClassFixture<SharedApi>, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ApiHost _host = shared.Host;
    private readonly ChatClient _chat = new(shared.Host);

    public void Dispose() => _chat.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_leaves_ends_its_run_and_everything_it_started(bool streaming)
    {
        // A child, a child in a session of its own whose parent is gone, and the command itself.
        var marker = Random.Shared.Next(1_000_000, 9_999_999);
        var command = new ScenarioWord("bash").With("say", "I begin.").With("command", $"sleep {marker}.1 & (setsid sleep {marker}.2 &); sleep {marker}.3");
        var workspace = $"left-{marker}";
        Directory.CreateDirectory(Path.Combine(_host.Root, workspace));
        var client = new ChatClient(_host);
        var request = ChatClient.Request(command.ToString());
        var stream = streaming ? await client.OpenAsync(request, ("X-Claude-Workspace", workspace)) : null;
        var answer = streaming ? stream!.ReadToEndAsync() : (Task)client.PostAsync(request, ("X-Claude-Workspace", workspace));
        foreach (var child in Enumerable.Range(1, 3))
        {
            await ProcessTable.WaitUntilPresentAsync($"{marker}.{child}", Limit);
        }

        var run = Assert.Single(JsonNode.Parse((await _chat.Api.GetAsync("/runs?workspace=" + workspace)).Body)!.AsArray())!["runId"]!.GetValue<string>();

        stream?.Dispose();
        client.Dispose();

        await Assert.ThrowsAnyAsync<Exception>(() => answer);
        Assert.Equal("cancelled", (await _chat.Api.WaitForResultAsync(run)).Text("status"));
        Assert.Empty(ProcessTable.With($"{marker}."));
        Assert.Equal(1, _host.Model.Count(r => r.IsMain && r.PromptText.Contains($"{marker}.", StringComparison.Ordinal)));
        Assert.Equal("free", await _chat.AskAsync(ChatClient.Request("[sim:text text=free]"), ("X-Claude-Workspace", workspace)));
    }
}
