using Claudebox.Server.Runs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Claudebox.Server.Tests;

public sealed class HeartbeatTests
{
    [Fact]
    public async Task A_heartbeat_is_renewed_and_one_that_cannot_be_written_ends_nothing()
    {
        var root = Directory.CreateTempSubdirectory("claudebox-heartbeat-");
        Environment.SetEnvironmentVariable("CLAUDEBOX_CONTAINER_DATA_DIR", root.FullName);
        var options = ServerOptions.FromEnvironment();
        var time = new FakeTimeProvider();
        var locks = new WorkspaceLocks(options, time, NullLogger<WorkspaceLocks>.Instance);
        var identity = new WorkspaceIdentity("1:2", "/somewhere");
        var owner = Path.Combine(options.StateDirectory, "locks", identity.Key + ".owner");
        await using (var held = (await locks.TryAcquireAsync(identity, "run", mark: null, default)).Lock!)
        {
            var first = await File.ReadAllTextAsync(owner);
            time.Advance(TimeSpan.FromSeconds(15));
            Assert.NotEqual(first, await File.ReadAllTextAsync(owner));

            Directory.Delete(Path.GetDirectoryName(owner)!, recursive: true);
            time.Advance(TimeSpan.FromSeconds(15));
        }

        root.Delete(recursive: true);
    }

    [Fact]
    public async Task A_lock_whose_owner_cannot_be_written_is_free_again()
    {
        var root = Directory.CreateTempSubdirectory("claudebox-heartbeat-");
        var options = ServerOptions.FromEnvironment() with { DataDirectory = root.FullName };
        var locks = new WorkspaceLocks(options, TimeProvider.System, NullLogger<WorkspaceLocks>.Instance);
        var identity = new WorkspaceIdentity("1:2", "/somewhere");
        var owner = Path.Combine(options.StateDirectory, "locks", identity.Key + ".owner");

        // Where a directory is, no file can be written, whoever tries: what a full disk does, without one.
        Directory.CreateDirectory(owner);
        await Assert.ThrowsAnyAsync<Exception>(() => locks.TryAcquireAsync(identity, "run", mark: null, default));
        Directory.Delete(owner);

        await using var held = (await locks.TryAcquireAsync(identity, "run", mark: null, default)).Lock;
        Assert.NotNull(held);
        root.Delete(recursive: true);
    }
}
