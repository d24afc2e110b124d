using Claudebox.Runs;
using Claudebox.Testing;

namespace Claudebox.Image.Tests;

/// <summary>Who owns what the agent leaves behind, on the host, for every mix of owners.</summary>
[Collection(ImageCollection.Name)]
public sealed class OwnershipTests(ImageFixture image)
{
    private const string Stranger = "4321:4321";

    public static TheoryData<string, string> Owners
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var owner in new[] { "0:0", "1000:1000", "501:20", "33:33", "1234:0" })
            {
                data.Add(owner, owner);
                data.Add(owner, Stranger);
                if (owner != "0:0")
                {
                    data.Add(owner, "0:0");
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Owners))]
    public async Task What_the_agent_writes_belongs_to_the_workspaces_owner(string workspaceOwner, string dataOwner)
    {
        await using var box = new Box(image);
        File.SetUnixFileMode(box.Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var config = Path.Combine(box.Data, ".claude.json");
        await File.WriteAllTextAsync(config, """{"theirs":"kept"}""");
        HostFiles.ChangeOwner(workspaceOwner, box.Workspace);
        HostFiles.ChangeOwner(dataOwner, box.Data);
        var configBefore = HostFiles.OwnerAndMode(config);

        await box.OpenAsync(dockerSocket: true);
        var tool = Path.Combine(box.Workspace, "by-tool");
        var first = await box.RunAsync(new ScenarioWord("write").With("path", tool).With("content", "by the tool"));
        var second = await box.RunAsync(new ScenarioWord("bash").With(
            "command", "echo by bash > by-bash; mkdir folder; echo $(id -u):$(id -g) $(sudo -n id -u) $(docker ps --quiet | grep -c .)"));

        Assert.Equal(RunStatus.Completed, first.Final.Status);
        Assert.Equal("by the tool", await File.ReadAllTextAsync(tool));
        Assert.All([tool, Path.Combine(box.Workspace, "by-bash"), Path.Combine(box.Workspace, "folder")], path => Assert.Equal(workspaceOwner, HostFiles.Owner(path)));
        Assert.Matches($"^{workspaceOwner} 0 [1-9]", second.ToolOutput);
        Assert.Equal(first.Final.SessionId, second.Final.SessionId);
        Assert.Equal($"{dataOwner} 700", HostFiles.OwnerAndMode(box.Data));
        Assert.Equal(configBefore, HostFiles.OwnerAndMode(config));
        Assert.Contains("kept", await File.ReadAllTextAsync(config), StringComparison.Ordinal);
        Assert.Equal("", HostFiles.UnreadableTo(dataOwner, box.Data, apart: Path.Combine(box.Owners, "*")));
        Assert.DoesNotContain("claudebox:", await box.LogAsync(), StringComparison.Ordinal);
    }
}
