using Claudebox.Docker.Tests.Support;
using Claudebox.Runs;
using Xunit;

namespace Claudebox.Docker.Tests.Containers;

/// <summary>Where the copies of SSH keys lie.</summary>
public sealed class SshKeyTests(EngineFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_lie_in_memory_and_are_there_again_after_a_restart()
    {
        await using var workspace = new TestWorkspace(fixture);
        var keys = Directory.CreateDirectory(workspace.Options.SshDirectory!).FullName;
        await File.WriteAllTextAsync(Path.Combine(keys, "id_ed25519"), "first", Token);
        await using var connection = await workspace.OpenAsync();
        var owner = (await workspace.ExecuteAsync(connection.Container, "stat", "-c", "%u:%g", workspace.Directory)).Output.Trim();
        await AssertKeyAsync("first");

        await fixture.Engine.StopContainerAsync(connection.Container, Token);
        await File.WriteAllTextAsync(Path.Combine(keys, "id_ed25519"), "second", Token);
        await connection.Server.HealthAsync(Token);
        await AssertKeyAsync("second");

        async Task AssertKeyAsync(string content)
        {
            var (_, mount, _) = await workspace.ExecuteAsync(connection.Container, "grep", " /home/claude/.ssh ", "/proc/mounts");
            Assert.StartsWith("tmpfs ", mount, StringComparison.Ordinal);
            Assert.All((string[])["nosuid", "nodev", "noexec", "mode=700", "size=4096k"], option => Assert.Contains(option, mount, StringComparison.Ordinal));
            Assert.Equal(
                (0, $"{owner} 700 /home/claude/.ssh\n{owner} 600 /home/claude/.ssh/id_ed25519\n", ""),
                await workspace.ExecuteAsync(connection.Container, "stat", "-c", "%u:%g %a %n", "/home/claude/.ssh", "/home/claude/.ssh/id_ed25519"));
            Assert.Equal((0, content, ""), await workspace.ExecuteAsync(connection.Container, "cat", "/home/claude/.ssh/id_ed25519"));
        }
    }

    [Fact]
    public async Task Nothing_else_can_be_mounted_over_them()
    {
        await using var workspace = new TestWorkspace(fixture);
        Directory.CreateDirectory(workspace.Options.SshDirectory!);
        var exception = await Assert.ThrowsAsync<ClaudeboxException>(
            () => workspace.OpenAsync(workspace.Options with { Mounts = [$"{workspace.Directory}:/home/claude/.ssh"] }));
        Assert.Equal(FailureCode.InvalidRequest, exception.Code);
        Assert.Contains("CLAUDEBOX_SSH_DIR", exception.Message, StringComparison.Ordinal);
    }
}
