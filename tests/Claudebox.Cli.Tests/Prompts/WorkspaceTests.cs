using Claudebox.Cli.Tests.Support;
using Claudebox.Testing;

namespace Claudebox.Cli.Tests.Prompts;

/// <summary>Where prompts run.</summary>
public sealed class WorkspaceTests(CommandFixture fixture)
{
    [Theory]
    [InlineData("two words")]
    [InlineData("with.dot")]
    [InlineData("c++")]
    [InlineData("Grüße, 日本")]
    [InlineData("$(touch hacked)")]
    [InlineData("-w")]
    public async Task A_directory_is_a_workspace_whatever_its_name(string name)
    {
        await using var box = new CommandBox(fixture, name);

        Assert.Equal($"Tool result: {box.Workspace}\n", await box.SucceedAsync("[sim:bash command='pwd | tee made.txt']"));

        Assert.Equal(box.Workspace + "\n", await File.ReadAllTextAsync(Path.Combine(box.Workspace, "made.txt"), TestContext.Current.CancellationToken));
        Assert.Empty(Directory.EnumerateFiles(box.Home, "hacked", SearchOption.AllDirectories));
        var container = (await DockerCli.RunAsync("inspect", "--format", "{{.Name}} {{.State.Running}}", await box.ContainerAsync())).Trim();
        Assert.StartsWith("/claude-_", container, StringComparison.Ordinal);
        Assert.EndsWith("_prog true", container, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_directories_that_look_alike_as_names_have_a_container_each()
    {
        await using var box = new CommandBox(fixture, "a/b_c");
        var other = Directory.CreateDirectory(Path.Combine(box.Home, "a_b", "c")).FullName;
        const string Prompt = "[sim:bash command='pwd; ls'] look";
        await File.WriteAllTextAsync(Path.Combine(other, "only-here"), "", TestContext.Current.CancellationToken);

        Assert.Equal($"Tool result: {box.Workspace}\n", await box.SucceedAsync(Prompt));
        Assert.Equal($"Tool result: {other}\nonly-here\n", await box.SucceedAsync(Prompt, "--workspace", "../../a_b/c"));

        var containers = await CommandBox.ContainersBelowAsync(box.Home);
        Assert.Equal(2, containers.Count);
        Assert.Equal(2, (await DockerCli.RunAsync(["inspect", "--format", "{{.Name}}", .. containers])).Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Count());
    }

    [Fact]
    public async Task The_container_stays_and_is_started_again()
    {
        await using var box = new CommandBox(fixture);
        await box.SucceedAsync("make the container");
        var made = await box.ContainerAsync();

        await box.SucceedAsync("use it again");
        Assert.Equal(made, await box.ContainerAsync());
        Assert.StartsWith("stopped ", await box.SucceedAsync("stop"), StringComparison.Ordinal);
        Assert.Equal("exited\n", await DockerCli.RunAsync("inspect", "--format", "{{.State.Status}}", made));

        await box.SucceedAsync("start it again");
        Assert.Equal(made, await box.ContainerAsync());
    }

    [Fact]
    public async Task Another_mount_or_network_makes_the_container_anew()
    {
        await using var box = new CommandBox(fixture);
        var data = Directory.CreateDirectory(Path.Combine(box.Home, "more")).FullName;
        await File.WriteAllTextAsync(Path.Combine(data, "file"), "content", TestContext.Current.CancellationToken);
        await box.SucceedAsync("make the container");
        var made = await box.ContainerAsync();

        Assert.Equal("Tool result: content\n", await box.SucceedAsync("[sim:bash command='cat /more/file; touch /more/new 2> /dev/null; true']", "-p", "--mount", $"{data}:/more:ro", "--network=bridge"));

        Assert.NotEqual(made, await box.ContainerAsync());
        Assert.Equal(["file"], Directory.EnumerateFiles(data).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Of_two_prompts_at_once_one_runs_and_the_other_is_told_or_waits()
    {
        await using var box = new CommandBox(fixture);
        await using var first = box.Start("[sim:text text=first gate=two-at-once] now");
        first.Input.Close();
        await box.Model.WaitForRequestAsync(request => request.PromptText.Contains("two-at-once", StringComparison.Ordinal));

        var refused = await box.RunAsync("the second at once");
        Assert.Equal((4, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("--wait", refused.Error, StringComparison.Ordinal);

        await using var waiting = box.Start("the third waits", "--wait");
        waiting.Input.Close();
        box.Model.OpenGate("two-at-once");
        Assert.Equal((0, "first\n"), Told(await first.WaitAsync()));
        Assert.Equal((0, "You said: the third waits\n"), Told(await waiting.WaitAsync()));
        Assert.DoesNotContain(box.Model.Requests, request => request.PromptText == "the second at once");
    }

    private static (int ExitCode, string Output) Told(ProgramResult result) => (result.ExitCode, result.Output);
}
