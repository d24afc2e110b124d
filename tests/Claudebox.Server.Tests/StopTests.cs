using Claudebox.Runs;
using Claudebox.Testing;

namespace Claudebox.Server.Tests;

/// <summary>A server that is asked to end unless somebody needs it.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task It_ends_when_nobody_needs_it()
    {
        await using var server = await ServerHost.StartAsync();

        Assert.Null(await server.Client.TryStopAsync());

        Assert.Equal(0, await server.WaitForExitAsync());
    }

    [Fact]
    public async Task It_goes_on_for_a_run_and_a_terminal()
    {
        await using var server = await ServerHost.StartAsync();
        await using (await server.Client.OpenTerminalAsync("claude", "--version"))
        {
            Assert.Equal("a terminal is attached to it", await server.Client.TryStopAsync());
        }

        var run = await server.Client.SubmitAsync(server.Client.Request("[sim:silence]"));
        Assert.Equal("a run is in progress in it", await server.Client.TryStopAsync());
        await server.Client.CancelAsync(run.RunId);

        Assert.Equal(ServerHealth.Ok, (await server.Client.HealthAsync()).Status);
        Assert.Equal(RunStatus.Completed, (await server.Client.RunAsync("[sim:text]")).Final.Status);
    }

    [Fact]
    public async Task It_goes_on_for_a_client_that_may_be_about_to_submit()
    {
        await using var server = await ServerHost.StartAsync();
        using (var other = new RunClient(server.SocketPath, server.Model.BaseUrl))
        {
            await other.HealthAsync();

            Assert.Equal("another client is connected to it", await server.Client.TryStopAsync());
            Assert.Equal(RunStatus.Completed, (await other.RunAsync("[sim:text]")).Final.Status);
        }

        Assert.Null(await server.Client.TryStopAsync());
    }

    [Fact]
    public async Task Of_prompts_that_come_at_the_same_moment_none_is_lost()
    {
        await using var server = await ServerHost.StartAsync();
        for (var round = 0; round < 5; round++)
        {
            // Both over one connection: which of them is first, only the server knows.
            var stopping = server.Client.TryStopAsync();
            var submitting = server.Client.AnswerAsync(server.Client.Request("[sim:text]"));
            if (await stopping is { } reason)
            {
                Assert.Equal("a run is in progress in it", reason);
                Assert.Equal(200, (int)(await submitting).Status);
                continue;
            }

            // It either said that nothing was begun, or did not take the connection any more.
            try
            {
                Assert.Equal(503, (int)(await submitting).Status);
            }
            catch (HttpRequestException)
            {
            }

            Assert.Equal(0, await server.WaitForExitAsync());
            await server.RestartAsync();
        }

        Assert.All(await server.Client.ListRunsAsync(), run => Assert.Equal(RunStatus.Completed, run.Status));
    }
}
