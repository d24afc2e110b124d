using System.Net;
using Claudebox.Events;
using Claudebox.Runs;
using Claudebox.Testing;

namespace Claudebox.Server.Tests;

public sealed class FailureTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly ServerHost _server = shared.Host;

    [Theory]
    [InlineData("status=400 message=\"no good\"", FailureCode.ClaudeFailed, 1)]
    [InlineData("status=401 should-retry=false", FailureCode.AuthenticationFailed, 1)]
    [InlineData("status=403", FailureCode.AuthenticationFailed, 1)]
    [InlineData("status=429 should-retry=false", FailureCode.RateLimited, 1)]
    [InlineData("status=429 retry-after=3600", FailureCode.RateLimited, 1)]
    [InlineData("status=500 should-retry=false", FailureCode.ClaudeFailed, 1)]
    [InlineData("status=529", FailureCode.Overloaded, 2)]
    public async Task An_error_of_the_API_is_a_failure_of_its_kind(string error, FailureCode code, int calls)
    {
        var run = await _server.Client.RunAsync($"[sim:error {error}]");

        Assert.Equal(RunStatus.Failed, run.Final.Status);
        Assert.Equal(code, run.Final.Error!.Code);
        Assert.True(run.Result.IsError);
        Assert.Equal(calls, _server.Model.Count(r => r.IsMain && r.SessionId == run.Final.SessionId));
    }

    [Fact]
    public async Task A_failure_as_an_answer_has_its_status_its_code_and_Claudes_own_result()
    {
        var (status, body, headers) = await _server.Client.AnswerAsync(_server.Client.Request("[sim:error status=429 retry-after=3600]"));

        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.True(headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Equal("RateLimited", body.GetProperty("code").GetString());
        Assert.NotEmpty(body.GetProperty("detail").GetString()!);
        Assert.True(body.GetProperty("result").GetProperty("isError").GetBoolean());
    }

    [Fact]
    public async Task Retries_that_succeed_are_a_success()
    {
        var run = await _server.Client.RunAsync("[sim:error status=500 times=1 text=recovered]");

        Assert.Equal(RunStatus.Completed, run.Final.Status);
        Assert.Equal("recovered", run.Text);
        Assert.Single(run.Events.OfType<ApiRetryEvent>());
    }

    [Fact]
    public async Task Without_credentials_the_failure_says_so()
    {
        var request = _server.Client.Request("[sim:text]");
        var run = await _server.Client.RunAsync(request with
        {
            Environment = request.Environment!.Where(v => v.Key != "ANTHROPIC_API_KEY").ToDictionary(),
        });

        Assert.Equal(FailureCode.AuthenticationFailed, run.Final.Error!.Code);
        Assert.Contains("log", run.Final.Error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_no_success()
    {
        var run = await _server.Client.RunAsync("[sim:cut text=\"half an answer\"]");

        Assert.Equal(RunStatus.Failed, run.Final.Status);
        Assert.Equal(FailureCode.ClaudeFailed, run.Final.Error!.Code);
        Assert.Equal(1, _server.Model.Count(r => r.IsMain && r.SessionId == run.Final.SessionId));
    }

    [Fact]
    public async Task Limits_on_turns_and_money_are_failures_of_their_own()
    {
        var turns = await _server.Client.RunAsync(_server.Client.Request("[sim:steps]") with { MaxTurns = 1 });
        var money = await _server.Client.RunAsync(_server.Client.Request("[sim:expensive]") with { MaxBudgetUsd = 0.5m });

        Assert.Equal(FailureCode.MaxTurnsReached, turns.Final.Error!.Code);
        Assert.Equal(FailureCode.BudgetExceeded, money.Final.Error!.Code);
    }

    [Fact]
    public async Task A_missing_Claude_Code_is_reported_as_such()
    {
        await using var broken = await ServerHost.StartAsync(null, ("CLAUDEBOX_CLAUDE_PATH", "/nowhere/claude"));

        var run = await broken.Client.RunAsync("x");
        var (exitCode, _, error) = await broken.RunVerbAsync("claude", "--version");

        Assert.Equal(FailureCode.ClaudeMissing, run.Final.Error!.Code);
        Assert.Equal(1, exitCode);
        Assert.Contains("/nowhere/claude", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_is_nowhere_but_in_the_request_to_the_model()
    {
        await using var server = await ServerHost.StartAsync();
        await server.Client.RunAsync("[sim:bash command=\"echo hi\"]");
        await server.Client.RunAsync("[sim:error status=401 should-retry=false]");

        Assert.All(server.Model.Requests, r => Assert.Equal(ServerHost.ApiKey, r.ApiKey));
        Assert.DoesNotContain(ServerHost.ApiKey, server.Log, StringComparison.Ordinal);
        foreach (var path in Directory.EnumerateFiles(server.Data, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(ServerHost.ApiKey, await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_other_verbs_answer()
    {
        var version = await _server.RunVerbAsync("claude", "--version");
        var loggedIn = await _server.RunVerbAsync("claude", "auth", "status");
        var health = await _server.RunVerbAsync("healthcheck");
        var usage = await _server.RunVerbAsync("dance");

        Assert.Equal(0, version.ExitCode);
        Assert.Contains(ClaudeCodeCli.Version, version.Output, StringComparison.Ordinal);
        Assert.Equal(1, loggedIn.ExitCode);
        Assert.Equal(0, health.ExitCode);
        Assert.Contains("\"status\":\"ok\"", health.Output, StringComparison.Ordinal);
        Assert.Equal(2, usage.ExitCode);
    }
}
