using Claudebox.Testing;

namespace Claudebox.Image.Tests;

/// <summary>What the guide to the container's tools leaves in workspaces.</summary>
[Collection(ImageCollection.Name)]
public sealed class WorkspaceGuideTests(ImageFixture image)
{
    private static readonly string[] Git = ["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "safe.directory=*"];

    [Fact]
    public async Task A_repository_stays_as_clean_as_it_was()
    {
        await using var box = new Box(image);
        HostFiles.Run("git", ["init", "--quiet", box.Workspace]);
        HostFiles.Run("git", [.. Git, "-C", box.Workspace, "commit", "--quiet", "--allow-empty", "--message", "first"]);
        await box.OpenAsync();

        await box.RunAsync(new ScenarioWord("text").With("text", "done"));

        Assert.Equal("", HostFiles.Run("git", [.. Git, "-C", box.Workspace, "status", "--porcelain", "--ignored"]));
    }

    [Fact]
    public async Task Asked_for_it_a_workspace_gets_a_file_that_lists_the_tools()
    {
        await using var box = new Box(image) { Settings = new Dictionary<string, string> { ["CLAUDEBOX_WRITE_CLAUDE_MD"] = "1" } };
        var file = Path.Combine(box.Workspace, "CLAUDE.md");
        HostFiles.ChangeOwner("1234:2345", box.Workspace);
        await box.OpenAsync();
        await box.RunAsync(new ScenarioWord("text").With("text", "done"));
        var written = await File.ReadAllTextAsync(file);

        Assert.StartsWith("# Available Tools\n", written, StringComparison.Ordinal);
        Assert.Contains("- `jq` 1.", written, StringComparison.Ordinal);
        Assert.Contains("image variant: minimal", written, StringComparison.Ordinal);
        Assert.Equal("1234:2345 644", HostFiles.OwnerAndMode(file));

        await File.WriteAllTextAsync(file, "mine");
        await box.RunAsync(new ScenarioWord("text").With("text", "done"));
        Assert.Equal("mine", await File.ReadAllTextAsync(file));

        File.Delete(file);
        File.CreateSymbolicLink(file, "nowhere.md");
        await box.RunAsync(new ScenarioWord("text").With("text", "done"));
        Assert.Equal(["CLAUDE.md"], Directory.EnumerateFileSystemEntries(box.Workspace).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_server_writes_it_into_the_workspaces_that_it_makes_unless_told_otherwise()
    {
        await using var server = new ServerBox("1234:2345");
        Directory.CreateDirectory(Path.Combine(server.Workspaces, "there"));
        HostFiles.ChangeOwner("1234:2345", Path.Combine(server.Workspaces, "there"));
        await server.StartAsync(image);
        await server.RunAsync("[sim:text text=done]", "made");
        await server.RunAsync("[sim:text text=done]", "there");
        await using var silent = await new ServerBox("1234:2345").StartAsync(image, "--env", "CLAUDEBOX_WRITE_CLAUDE_MD=off");
        await silent.RunAsync("[sim:text text=done]", "made");

        var written = await File.ReadAllTextAsync(Path.Combine(server.Workspaces, "made", "CLAUDE.md"));
        Assert.StartsWith("# Available Tools\n", written, StringComparison.Ordinal);
        Assert.DoesNotContain("same path", written, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(server.Workspaces, "there")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(silent.Workspaces, "made")));
    }
}
