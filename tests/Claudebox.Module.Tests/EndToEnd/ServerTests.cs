using System.Management.Automation;
using System.Net;
using System.Net.Http.Headers;
using Claudebox.Testing;
using Claudebox.Testing.PowerShell;

namespace Claudebox.Module.Tests.EndToEnd;

[Collection(EngineCollection.Name)]
public sealed class ServerTests(EngineFixture engine)
{
    [Fact]
    public async Task A_server_is_ready_on_loopback_when_the_command_returns_and_no_configuration_shows_its_secrets()
    {
        var server = engine.Server;

        Assert.Equal("127.0.0.1", server.Url.Host);
        Assert.Equal(64, server.Token.Length);
        var inspected = await DockerCli.RunAsync("inspect", server.Name);
        Assert.DoesNotContain(server.Token, inspected, StringComparison.Ordinal);
        Assert.DoesNotContain(Box.Secret, inspected, StringComparison.Ordinal);
        Assert.StartsWith("127.0.0.1:", (await DockerCli.RunAsync("port", server.Name, "8080/tcp")).Trim(), StringComparison.Ordinal);

        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(new Uri(server.Url, "status"), TestContext.Current.CancellationToken)).StatusCode);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(server.Url, "status"), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public void Servers_are_listed_with_their_state_and_without_their_tokens()
    {
        var result = engine.Server.Run("Get-ClaudeboxServer $server.Name; Get-ClaudeboxServer no-such-*; Get-ClaudeboxServer no-such-server");

        var listed = Assert.Single(result.Output);
        Assert.Equal(engine.Server.Url, listed.Properties["Url"].Value);
        Assert.Equal(true, listed.Properties["IsReady"].Value);
        Assert.Equal(engine.Server.Root, listed.Properties["WorkspaceRoot"].Value);
        Assert.Null(listed.Properties["Token"].Value);
        Assert.StartsWith("NotFound,", Assert.Single(result.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_tells_whether_it_lives_is_ready_and_lets_the_caller_in()
    {
        var result = engine.Server.Run("""
            $server | Test-ClaudeboxServer
            Test-ClaudeboxServer -Server $server.Url
            Test-ClaudeboxServer -Server http://127.0.0.1:1 -Quiet
            $server | Test-ClaudeboxServer -Quiet
            """);

        Assert.Empty(result.AllErrors);
        Assert.Equal("ok", result.Output[0].ToString());
        Assert.Equal((true, true, false), (result.Output[1].Properties["IsHealthy"].Value, result.Output[1].Properties["IsReady"].Value, result.Output[1].Properties["IsAuthorized"].Value));
        Assert.Equal([false, true], result.Output.Skip(2).Select(item => (bool)item.BaseObject));
    }

    [Fact]
    public async Task A_server_that_stopped_waits_for_its_credentials_until_it_is_started_again()
    {
        await using var box = ServerBox.Start(engine);

        var stopped = box.Run("$server | Stop-ClaudeboxServer -PassThru");
        Assert.Empty(stopped.AllErrors);
        Assert.Equal("exited", Assert.Single(stopped.Output).Properties["State"].Value);
        Assert.Null(stopped.Output[0].Properties["Url"].Value);

        await DockerCli.RunAsync("start", box.Name);
        await Eventually.IsTrueAsync(() => Task.FromResult(Equals(false, Assert.Single(box.Run("Get-ClaudeboxServer $server.Name").Output).Properties["IsReady"].Value)));

        var again = box.Run("Start-ClaudeboxServer $root -Port 0 -Token $server.Token -PassThru @box");
        Assert.Empty(again.AllErrors);
        Assert.Equal(box.Name, Assert.Single(again.Output).Properties["Name"].Value);
        Assert.Equal(true, Assert.Single(box.Run("$again | Test-ClaudeboxServer -Quiet", ("again", again.Output[0])).Output).BaseObject);

        // The same container, now open.
        var open = box.Run("(Start-ClaudeboxServer $root -Port 0 -AllowAnonymous -PassThru @box).Url");
        Assert.Empty(open.AllErrors);
        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri((Uri)Assert.Single(open.Output).BaseObject, "status"), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Stopping_the_command_leaves_no_container_behind()
    {
        await using var box = new ServerBox(engine);
        var hooks = Directory.CreateDirectory(Path.Combine(box.Local, "hooks")).FullName;
        await File.WriteAllTextAsync(Path.Combine(hooks, "10-wait.sh"), "#!/bin/sh\nsleep 600\n", TestContext.Current.CancellationToken);
        using var run = box.Begin($"Start-ClaudeboxServer $root -Port 0 -Mount {hooks}:/home/claude/.claude/init.d @box");
        await Eventually.IsTrueAsync(async () => await box.ContainersAsync() is not []);

        Assert.Equal(PSInvocationState.Stopped, run.Stop().State);

        Assert.Empty(await box.ContainersAsync());
    }

    [Fact]
    public async Task The_root_of_a_server_is_a_workspace_like_any_other_beside_it()
    {
        await using var box = ServerBox.Start(engine);
        box.Shell.Location = box.Root;

        var result = box.Run("Invoke-Claudebox '[sim:text text=beside]' @box -ResultOnly; @(Get-ClaudeboxSession).Count; (Get-ClaudeboxWorkspace .).SessionCount");

        Assert.Empty(result.AllErrors);
        Assert.Equal(["beside", "1", "1"], result.Output.Select(item => item.ToString()));
        Assert.Equal(2, (await box.ContainersAsync()).Count);
    }

    [Fact]
    public async Task Host_names_and_origins_of_pages_are_let_in_as_the_command_says()
    {
        await using var box = new ServerBox(engine);

        var started = box.Run("Start-ClaudeboxServer $root -Port 0 -AllowedHost 127.0.0.1, chat.example.com -CorsOrigin https://chat.example.com -DrainSeconds 7 @box");

        Assert.Empty(started.AllErrors);
        Assert.Empty(started.Of<WarningItem>());
        using var http = new HttpClient();
        var url = new Uri((Uri)Assert.Single(started.Output).Properties["Url"].Value, "status");
        Assert.Equal(HttpStatusCode.Unauthorized, await AnswerAsync("chat.example.com"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AnswerAsync(url.Authority));
        Assert.Equal(HttpStatusCode.Forbidden, await AnswerAsync("elsewhere.example.com"));
        Assert.True(await AdmitsAsync("https://chat.example.com"));
        Assert.False(await AdmitsAsync("https://elsewhere.example.com"));

        async Task<HttpStatusCode> AnswerAsync(string host)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Host = host } };
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            return response.StatusCode;
        }

        async Task<bool> AdmitsAsync(string origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Options, url) { Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "POST" } } };
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            return response.Headers.Contains("Access-Control-Allow-Origin");
        }
    }

    [Fact]
    public async Task What_a_server_could_not_use_is_refused_by_the_parameters_name()
    {
        await using var box = new ServerBox(engine);

        Refused("-CorsOrigin chat.example.com", "-CorsOrigin must hold origins");
        Refused("-AllowedHost http://chat.example.com", "-AllowedHost must hold names");
        Refused("-Network none", "-Network");
        Refused("-DrainSeconds -1", "'DrainSeconds'");
        Assert.Empty(await box.ContainersAsync());

        void Refused(string parameter, string message) => Assert.Contains(
            message, Assert.Single(box.Run($"Start-ClaudeboxServer $root -Port 0 {parameter} @box").AllErrors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Servers_and_what_is_on_them_have_tables()
    {
        var screen = engine.Server.Shell.Show(
            "$server; $server | Test-ClaudeboxServer; $server | Get-ClaudeboxRun; $server | Get-ClaudeboxFile", ("server", engine.Server.Server));

        Assert.Matches(@"Name\s+Url\s+State\s+Ready\s+Runs\s+Root", screen);
        Assert.Contains(engine.Server.Url.ToString(), screen, StringComparison.Ordinal);
        Assert.DoesNotContain(engine.Server.Token, screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_urls_are_completed()
    {
        var shell = engine.Server.Shell;

        Assert.Contains(engine.Server.Name, shell.Complete("Stop-ClaudeboxServer -Name ").Select(item => item.ListItemText));
        Assert.Contains(engine.Server.Url.ToString().TrimEnd('/'), shell.Complete("Get-ClaudeboxRun -Server ").Select(item => item.ListItemText));
        Assert.Contains("localhost", shell.Complete("Start-ClaudeboxServer -AllowedHost ").Select(item => item.ListItemText));
        Assert.Contains("*", shell.Complete("Start-ClaudeboxServer -CorsOrigin ").Select(item => item.ListItemText));
        Assert.Equal(["127.0.0.1", "::1", "0.0.0.0"], shell.Complete("Start-ClaudeboxServer -Bind ").Select(item => item.ListItemText));
    }

    [Fact]
    public async Task The_whole_network_is_let_in_without_a_token_only_when_that_is_said_and_then_with_a_warning()
    {
        await using var box = new ServerBox(engine);

        var open = box.Run("Start-ClaudeboxServer $root -Bind 0.0.0.0 -AllowAnonymous -WhatIf @box");
        Assert.Contains("lets everybody in", Assert.Single(open.Of<WarningItem>()).Text, StringComparison.Ordinal);
        Assert.Empty(box.Run("Start-ClaudeboxServer $root -Bind 0.0.0.0 -WhatIf @box").Of<WarningItem>());

        var both = box.Run("Start-ClaudeboxServer $root -AllowAnonymous -Token (New-Object securestring) @box -WhatIf");
        Assert.NotEmpty(both.AllErrors);
        Assert.StartsWith("InvalidRequest,", Assert.Single(box.Run("Start-ClaudeboxServer $root -Network host @box").AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain(box.Root, await DockerCli.RunAsync("ps", "--all", "--format", "{{.Label \"claudebox.workspace\"}}"), StringComparison.Ordinal);
    }
}
