using Claudebox.Testing;

namespace Claudebox.Module.Tests.EndToEnd;

/// <summary>The container goes away, in order or not.</summary>
[Collection(EngineCollection.Name)]
public sealed class ContainerLossTests(EngineFixture engine)
{
    [Theory]
    [InlineData("the container")]
    [InlineData("its server")]
    public async Task What_is_killed_under_a_run_is_an_error_and_the_next_prompt_runs(string victim)
    {
        await using var box = new Box(engine);
        engine.Simulator.Clear();

        // The second prompt comes through the pipeline of the first, whose connection is gone.
        using var run = box.Start("'[sim:bash command=\"sleep 6161\" say=before]', '[sim:text text=next]' | Invoke-Claudebox @box");
        await box.WaitForProcessAsync("sleep 6161");
        await run.WaitForAsync(record => record is Testing.PowerShell.OutputItem item && item.Object.Properties["Type"]?.Value is "tool_use");
        var id = Assert.Single(box.Runs()).RunId;
        await KillAsync(victim, await box.ContainerAsync());
        var events = box.EventsOf(id);
        var result = run.Wait();

        var error = Assert.Single(result.AllErrors);
        Assert.StartsWith("ContainerFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("exit code 137", error.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.Contains(id, error.ToString(), StringComparison.Ordinal);
        Assert.Equal("next", result.Output[^1].ToString());
        Assert.Equal(["interrupted", "completed"], box.Runs().Select(state => state.Status));
        Assert.NotEmpty(events);
        Assert.Equal(events, box.EventsOf(id));
        Assert.Equal(1, engine.Simulator.Count(request => request.IsMain && request.PromptText.Contains("6161", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_container_that_is_removed_between_two_prompts_is_made_again_and_the_conversation_goes_on()
    {
        await using var box = new Box(engine);
        var first = Assert.Single(box.Run("Invoke-Claudebox '[sim:text text=one]' @box -ResultOnly").Output);
        var before = await box.ContainerAsync();
        await DockerCli.RunAsync("rm", "--force", before);

        var second = box.Run("Invoke-Claudebox '[sim:text text=two]' @box -ResultOnly");

        Assert.Empty(second.AllErrors);
        Assert.NotEqual(before, await box.ContainerAsync());
        Assert.Equal(first.Properties["SessionId"].Value, Assert.Single(second.Output).Properties["SessionId"].Value);
    }

    private static async Task KillAsync(string victim, string container)
    {
        if (victim == "the container")
        {
            await DockerCli.RunAsync("kill", container);
        }
        else
        {
            // The container ends with its server, maybe before this command does.
            await DockerCli.TryAsync("exec", "--user", "root", container, "pkill", "-KILL", "-f", "^/opt/claudebox/claudebox-server");
            await DockerCli.RunAsync("wait", container);
        }
    }
}
