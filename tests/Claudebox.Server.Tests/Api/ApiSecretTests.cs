using System.Net;
using System.Text.Json.Nodes;
using Claudebox.Runs;

namespace Claudebox.Server.Tests.Api;

/// <summary>Where secrets are, and where they are not.</summary>
public sealed class ApiSecretTests
{
    // Claude Code keeps the token from its tools, so a double says what it was given.
    private const string Show = """
        read -r prompt
        seen=$(printf '%s|' "$CLAUDE_CODE_OAUTH_TOKEN" "$CLAUDE_MODE_API_TOKEN$CLAUDEBOX_MODE_API_TOKEN$CLAUDEBOX_SECRETS_FD" | base64 -w0)
        echo '{"type":"system","subtype":"init","session_id":"11111111-1111-4111-8111-111111111111","model":"m"}'
        echo '{"type":"result","subtype":"success","is_error":false,"num_turns":1,"result":"'"$seen"'"}'
        """;

    [Fact]
    public async Task Credentials_reach_runs_and_stay_nowhere_else()
    {
        const string OAuth = "sk-ant-oat01-DO-NOT-LEAK two\nlines";
        await using var host = await ApiHost.StartDoubleAsync(Show, ("CLAUDE_CODE_OAUTH_TOKEN", OAuth));
        using var client = host.Connect();

        var answer = await client.RunAsync("x", "secrets");
        var environment = await File.ReadAllTextAsync($"/proc/{host.Server.ProcessId}/environ");
        await client.GetAsync("/nothing?token=" + ApiHost.Token);

        Assert.Equal(OAuth + "||", Seen(answer));
        Assert.Contains("CLAUDE_MODE_API=1", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("DO-NOT-LEAK", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("DO-NOT-LEAK", host.Server.Log, StringComparison.Ordinal);
        var record = await File.ReadAllTextAsync(Path.Combine(host.Server.Data, "claudebox", "runs", answer.Text("runId"), "run.json"));
        Assert.DoesNotContain("DO-NOT-LEAK", record, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_is_one_JSON_object_per_line_with_the_run()
    {
        await using var host = await ApiHost.StartAsync();
        using var client = host.Connect();

        var answer = await client.RunAsync("[sim:text]", "logged");

        // The log is a pipe: its lines come a moment after the answer.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (LinesOf(host.Server.Log, answer.Text("runId")) < 2)
        {
            await Task.Delay(50, limit.Token);
        }

        Assert.Equal(2, LinesOf(host.Server.Log, answer.Text("runId")));

        static int LinesOf(string log, string? runId) => log[..(log.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.StartsWith('{')).Count(line => JsonNode.Parse(line)!["State"]?["RunId"]?.GetValue<string>() == runId);
    }

    [Fact]
    public async Task Credentials_can_be_handed_over_and_until_then_nobody_is_let_in()
    {
        await using var host = await ApiHost.StartDoubleAsync(
            Show, ("CLAUDE_MODE_API_TOKEN", ""), ("ANTHROPIC_API_KEY", ""), ("CLAUDEBOX_CREDENTIALS", "wait"));
        using var stranger = host.Connect(token: null);
        using var client = host.Connect("handed-over");

        var early = await stranger.GetAsync("/status");
        var health = await stranger.GetAsync("/health");
        var ready = await stranger.GetAsync("/ready");
        await host.Server.Client.PutCredentialsAsync(new ServerCredentials
        {
            Tokens = ["handed-over"],
            Environment = new Dictionary<string, string> { ["ANTHROPIC_API_KEY"] = ServerHost.ApiKey, ["CLAUDE_CODE_OAUTH_TOKEN"] = "too" },
        });

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "1"), (early.Status, early.Headers.RetryAfter!.ToString()));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable], [health.Status, ready.Status]);
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.OK], [(await stranger.GetAsync("/status")).Status, (await client.GetAsync("/ready")).Status]);
        Assert.Equal("too||", Seen(await client.RunAsync("x", "handed")));

        // Anonymous access must be said.
        await host.Server.Client.PutCredentialsAsync(new ServerCredentials { Tokens = [] });
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/status")).Status);
        var refused = await Assert.ThrowsAsync<ClaudeboxException>(() => host.Server.Client.PutCredentialsAsync(new ServerCredentials { Tokens = [" "] }));
        Assert.Equal(FailureCode.InvalidRequest, refused.Code);
    }

    private static string Seen(ApiAnswer answer) => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(answer.Text("result")));
}
