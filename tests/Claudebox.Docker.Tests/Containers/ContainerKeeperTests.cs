using Claudebox.Docker.Tests.Support;
using Docker.DotNet.Models;
using Xunit;

namespace Claudebox.Docker.Tests.Containers;

public sealed class ContainerKeeperTests(EngineFixture fixture)
{
    private const string ImageId = "sha256:0";

    /// <summary>Docker Desktop reports the paths of its virtual machine.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("/host_mnt")]
    [InlineData("/run/desktop/mnt/host/c")]
    public void A_translated_source_of_a_mount_is_no_difference(string prefix)
    {
        var plan = Plan();
        var container = Container(plan, plan.Mounts.Select(mount => (prefix + mount.Source, mount.Target)));
        Assert.Empty(ContainerKeeper.Differences(container, plan, ImageId));
    }

    [Fact]
    public void A_container_without_the_workspace_differs_whatever_its_label_says()
    {
        var plan = Plan();
        var container = Container(plan, plan.Mounts.Where(mount => mount.Target != plan.WorkspaceInside).Select(mount => (mount.Source, mount.Target)));
        Assert.Equal(["mounts"], ContainerKeeper.Differences(container, plan, ImageId));
    }

    [Fact]
    public void Other_sources_are_a_difference_by_the_label()
    {
        var plan = Plan();
        var container = Container(plan with { Mounts = [.. plan.Mounts.Skip(1), plan.Mounts[0] with { Source = "/other" }] }, plan.Mounts.Select(mount => (mount.Source, mount.Target)));
        Assert.Equal(["mounts"], ContainerKeeper.Differences(container, plan, ImageId));
    }

    private static ContainerInspectResponse Container(ContainerPlan plan, IEnumerable<(string Source, string Target)> mounts) => new()
    {
        Config = new() { Labels = new Dictionary<string, string> { ["claudebox.fingerprint"] = ContainerFingerprint.Of(plan, ImageId) } },
        HostConfig = new() { Mounts = [.. mounts.Select(mount => new Mount { Type = "bind", Source = mount.Source, Target = mount.Target })] },
    };

    private ContainerPlan Plan()
    {
        var directory = Directory.CreateDirectory(Path.Combine(fixture.Root, "keeper")).FullName;
        return ClaudeboxEngine.Plan(EngineFixture.Options, new WorkspaceOptions { Workspace = directory, Variables = fixture.NoSettings });
    }
}
