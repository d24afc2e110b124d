using System.Text.Json;
using Claudebox.Testing;

namespace Claudebox.Image.Tests;

/// <summary>Containers that share a data directory.</summary>
[Collection(ImageCollection.Name)]
public sealed class ManyStartsTests(ImageFixture image)
{
    private const int Count = 20;

    [Fact]
    public async Task Of_what_twenty_containers_write_when_they_start_at_once_nothing_is_lost()
    {
        await using var box = new Box(image);
        await File.WriteAllTextAsync(Path.Combine(box.Data, ".claude.json"), """{"theirs":"kept"}""");
        await File.WriteAllTextAsync(Path.Combine(box.Data, "settings.json"), """{"model":"opus"}""");
        HostFiles.ChangeOwner("1000:1000", box.Data);
        var workspaces = Enumerable.Range(0, Count).Select(i => Directory.CreateDirectory(Path.Combine(box.Workspace, $"w{i}")).FullName).ToList();
        HostFiles.ChangeOwner("1000:1000", box.Workspace);

        var mark = "claudebox-test-" + Guid.NewGuid().ToString("N")[..8];
        try
        {
            var starts = await Task.WhenAll(workspaces.Select(workspace => StartAsync(box, workspace, mark)));
            foreach (var id in starts)
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
                while ((await DockerCli.TryAsync("exec", id, "/opt/claudebox/claudebox-server", "healthcheck")).Code != 0)
                {
                    await Task.Delay(100, limit.Token);
                }
            }

            using var config = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(box.Data, ".claude.json")));
            using var settings = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(box.Data, "settings.json")));
            Assert.Equal("kept", config.RootElement.GetProperty("theirs").GetString());
            Assert.Equal("opus", settings.RootElement.GetProperty("model").GetString());
            var projects = config.RootElement.GetProperty("projects");
            Assert.All(workspaces, workspace => Assert.True(projects.GetProperty(workspace).GetProperty("hasTrustDialogAccepted").GetBoolean()));
            Assert.DoesNotContain(Directory.EnumerateFiles(box.Data), file => Path.GetFileName(file).StartsWith(".claude.json.", StringComparison.Ordinal));
            foreach (var id in starts)
            {
                Assert.DoesNotContain("claudebox:", (await DockerCli.TryAsync("logs", id)).Error, StringComparison.Ordinal);
            }
        }
        finally
        {
            var started = (await DockerCli.RunAsync("ps", "--all", "--quiet", "--filter", "label=" + mark)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            await DockerCli.RunAsync(["rm", "--force", "--volumes", .. started]);
        }
    }

    private static async Task<string> StartAsync(Box box, string workspace, string mark) => (await DockerCli.RunAsync(
        "run", "--detach", "--network", "none", "--label", mark, "--env", $"CLAUDEBOX_WORKSPACE={workspace}",
        "--volume", $"{box.Data}:/home/claude/.claude", "--volume", $"{workspace}:{workspace}", ImageFixture.Image)).Trim();
}
