using Claudebox.Cli.Tests.Interactive.Support;
using Claudebox.Testing;

namespace Claudebox.Cli.Tests.Interactive;

/// <summary>Where Claude Code works in a terminal, and as whom.</summary>
public sealed class PlaceTests(InteractiveFixture fixture)
{
    [Theory]
    [InlineData("two words.d", "501:20")]
    [InlineData("c++", "1000:1000")]
    [InlineData("Grüße, 日本", "33:33")]
    [InlineData("$(touch hacked)", "1234:0")]
    public async Task It_works_in_any_directory_as_the_directorys_owner(string name, string owner)
    {
        await using var desk = new Desk(fixture, name);
        desk.Own(owner);
        await using var terminal = await desk.OpenAsync();

        await terminal.EnterAsync(new ScenarioWord("bash").With("command", "pwd > made.txt; id -u >> made.txt").ToString());
        await terminal.WaitForAsync("● Tool result:");
        await Desk.LeaveAsync(terminal);

        var made = Path.Combine(desk.Workspace, "made.txt");
        var ids = owner.Split(':');
        Assert.Equal([desk.Workspace, ids[0]], await File.ReadAllLinesAsync(made, TestContext.Current.CancellationToken));
        Assert.Equal(owner, await OwnerAsync(made));
        Assert.Equal(["made.txt"], Directory.EnumerateFileSystemEntries(desk.Workspace).Select(Path.GetFileName));
        Assert.Empty(Directory.EnumerateFiles(desk.Home, "hacked", SearchOption.AllDirectories));

        var container = await DockerCli.RunAsync("inspect", "--format", "{{.State.Running}} {{.Name}}", await desk.ContainerAsync());
        Assert.StartsWith("true /claude-", container, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Directories_whose_names_were_once_taken_for_one_have_containers_of_their_own()
    {
        var home = Path.Combine(fixture.Root, Guid.NewGuid().ToString("N")[..8]);
        await using var one = new Desk(fixture, "a/b_c", home);
        await using var other = new Desk(fixture, "a_b/c", home);
        await using var inOne = await one.OpenAsync();
        await using var inOther = await other.OpenAsync();

        foreach (var (desk, terminal) in new[] { (one, inOne), (other, inOther) })
        {
            await terminal.EnterAsync("""[sim:bash command="pwd > made.txt"]""");
            await terminal.WaitForAsync("● Tool result:");
            Assert.Equal([desk.Workspace], await File.ReadAllLinesAsync(Path.Combine(desk.Workspace, "made.txt"), TestContext.Current.CancellationToken));
            var name = await DockerCli.RunAsync("inspect", "--format", "{{.Name}}", await desk.ContainerAsync());
            Assert.StartsWith("/claude-" + home.Replace('/', '_') + "_a", name, StringComparison.Ordinal);
        }

        Assert.NotEqual(await one.ContainerAsync(), await other.ContainerAsync());
    }

    private static async Task<string> OwnerAsync(string path)
    {
        using var stat = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("stat", ["-c", "%u:%g", path]) { RedirectStandardOutput = true })!;
        return (await stat.StandardOutput.ReadToEndAsync()).Trim();
    }
}
