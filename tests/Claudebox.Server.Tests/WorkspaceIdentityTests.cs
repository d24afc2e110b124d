using Claudebox.Server.Runs;

namespace Claudebox.Server.Tests;

public sealed class WorkspaceIdentityTests
{
    private const string Path = "/workspaces/x";

    [Fact]
    public void Directories_of_two_containers_at_one_path_are_told_apart_in_what_is_kept()
    {
        var here = Of("8:1", "/home/a", "/workspaces");
        var there = Of("8:1", "/home/b", "/workspaces");
        var mountedElsewhere = WorkspaceIdentity.Of("/home/a/x", ["30 1 8:1 / / rw - ext4 /dev/sda1 rw", "31 30 8:1 /home/a /home/a rw - ext4 /dev/sda1 rw"]);

        Assert.NotEqual(here.DurableKey, there.DurableKey);
        Assert.Equal(here.DurableKey, mountedElsewhere.DurableKey);
    }

    [Fact]
    public void A_boot_that_numbers_devices_anew_changes_locks_and_nothing_that_is_kept()
    {
        var before = Of("259:1", "/home/a", "/workspaces");
        var after = Of("259:3", "/home/a", "/workspaces");

        Assert.NotEqual(before.Key, after.Key);
        Assert.Equal(before.DurableKey, after.DurableKey);
    }

    [Fact]
    public void A_containers_own_file_system_is_not_another_containers()
    {
        var own = Of("0:50", "/", "/");
        var mounted = Of("0:50", "/workspaces", "/workspaces");

        Assert.Equal(own.HostPath, mounted.HostPath);
        Assert.NotEqual(own.DurableKey, mounted.DurableKey);
    }

    private static WorkspaceIdentity Of(string device, string root, string point) =>
        WorkspaceIdentity.Of(Path, ["30 1 0:50 / / rw - overlay overlay rw", $"31 30 {device} {root} {point} rw - ext4 /dev/sda1 rw"]);
}
