using Claudebox.Cli.Tests.Support;

namespace Claudebox.Cli.Tests.Customization;

/// <summary>Further directories of the host in the container.</summary>
public sealed class MountTests(CommandFixture fixture)
{
    [Fact]
    public async Task Every_form_of_a_mount_is_there_with_the_next_prompt()
    {
        await using var box = new CommandBox(fixture);
        await box.SucceedAsync("before any mount");
        var same = Path.GetDirectoryName(box.MakeFile("same path/file", "same"))!;
        box.MakeFile("w/relative/file", "relative");
        box.MakeFile("of-home/file", "home");
        var single = box.MakeFile("single file", "single");
        box.Variables["CLAUDEBOX_MOUNT_SAME"] = same;
        box.Variables["CLAUDE_MOUNT_RELATIVE"] = "relative:/relative";
        box.Variables["CLAUDEBOX_MOUNT_HOME"] = "~/of-home:/of-home:ro";

        var seen = await box.SucceedAsync(
            $"[sim:bash command='cat \"{same}/file\" /relative/file /of-home/file /single; echo new | tee \"{same}/new\" > /relative/new; touch /of-home/new 2>&1 | grep -o Read-only']",
            "--mount", single + ":/single:ro");

        Assert.Equal("Tool result: samerelativehomesingleRead-only\n", seen);
        Assert.Equal(["file", "new"], Names(same));
        Assert.Equal(["file", "new"], Names(Path.Combine(box.Workspace, "relative")));
        Assert.Equal(["file"], Names(Path.Combine(box.Home, "of-home")));
    }

    [Theory]
    [InlineData("missing/folder:/data", "missing/folder' does not exist")]
    [InlineData("~/missing", "missing' does not exist")]
    [InlineData(".:/home/claude/.claude", "is mounted there")]
    public async Task A_mount_that_cannot_be_is_an_error_and_makes_nothing(string mount, string message)
    {
        await using var box = new CommandBox(fixture);
        box.Variables["CLAUDEBOX_MOUNT_DATA"] = mount;

        var result = await box.RunAsync("two words");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Empty(await box.ContainersAsync());
        Assert.Equal(["w"], Names(box.Home));
    }

    private static IEnumerable<string?> Names(string directory) =>
        Directory.EnumerateFileSystemEntries(directory).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
