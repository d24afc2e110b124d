using System.Text.Json;
using Claudebox.Events;
using Claudebox.Testing;

namespace Claudebox.Image.Tests;

/// <summary>What the entrypoint prepares.</summary>
[Collection(ImageCollection.Name)]
public sealed class StartTests(ImageFixture image)
{
    [Fact]
    public async Task Init_hooks_run_as_root_once_per_container_and_a_failing_one_stops_nothing()
    {
        await using var box = new Box(image);
        var hooks = Directory.CreateDirectory(Path.Combine(box.Data, "init.d")).FullName;
        await File.WriteAllTextAsync(Path.Combine(hooks, "10-works.sh"), "echo \"10 as $(id -u)\" >> /var/tmp/hooks\n");
        await File.WriteAllTextAsync(Path.Combine(hooks, "20-fails.sh"), "echo 20 >> /var/tmp/hooks; echo 'no such mirror' >&2; exit 3\n");
        await File.WriteAllTextAsync(Path.Combine(hooks, "30-works.sh"), "echo 30 >> /var/tmp/hooks\n");
        await File.WriteAllTextAsync(Path.Combine(hooks, "ignored.txt"), "echo ignored >> /var/tmp/hooks\n");
        HostFiles.ChangeOwner("1000:1000", box.Workspace);
        HostFiles.ChangeOwner("1000:1000", box.Data);
        await box.OpenAsync();

        Assert.Equal("10 as 0\n20\n30", await box.BashAsync("cat /var/tmp/hooks"));
        var log = await box.LogAsync();
        Assert.Contains("no such mirror", log, StringComparison.Ordinal);
        Assert.Contains("init hook 20-fails.sh failed with exit code 3", log, StringComparison.Ordinal);

        await DockerCli.RunAsync("restart", box.Id);
        await box.OpenAsync();
        Assert.Equal("10 as 0\n20\n30\n20", (await box.ExecAsync("claude", "cat", "/var/tmp/hooks")).Output.Trim());

        await box.RemoveContainerAsync();
        await box.OpenAsync();
        Assert.Equal("10 as 0\n20\n30", (await box.ExecAsync("claude", "cat", "/var/tmp/hooks")).Output.Trim());
    }

    [Fact]
    public async Task Presets_are_added_to_what_is_there_and_another_start_changes_nothing()
    {
        await using var box = new Box(image);
        var config = Path.Combine(box.Data, ".claude.json");
        var settings = Path.Combine(box.Data, "settings.json");
        await File.WriteAllTextAsync(config, """{"theirs":[1,2],"projects":{"/elsewhere":{"history":["x"]}}}""");
        HostFiles.ChangeOwner("1000:1000", box.Workspace);
        HostFiles.ChangeOwner("1000:1000", box.Data);
        await box.OpenAsync();
        var before = await ReadAsync(config, settings);
        var identity = HostFiles.Run("stat", "-c", "%i %Y %u:%g %a", config, settings);

        using (var document = JsonDocument.Parse(before[0]))
        {
            var root = document.RootElement;
            Assert.True(root.GetProperty("hasCompletedOnboarding").GetBoolean());
            Assert.True(root.GetProperty("projects").GetProperty(box.Workspace).GetProperty("hasTrustDialogAccepted").GetBoolean());
            Assert.Equal("x", root.GetProperty("projects").GetProperty("/elsewhere").GetProperty("history")[0].GetString());
            Assert.Equal(2, root.GetProperty("theirs").GetArrayLength());
        }

        using (var document = JsonDocument.Parse(before[1]))
        {
            Assert.True(document.RootElement.GetProperty("skipDangerousModePermissionPrompt").GetBoolean());
        }

        await DockerCli.RunAsync("restart", box.Id);
        await box.OpenAsync();

        Assert.Equal(before, await ReadAsync(config, settings));
        Assert.Equal(identity, HostFiles.Run("stat", "-c", "%i %Y %u:%g %a", config, settings));
    }

    [Theory]
    [InlineData("1000:1000")]
    [InlineData("0:0")]
    public async Task Keys_and_scripts_are_at_hand(string owner)
    {
        await using var box = new Box(image);
        var key = Path.Combine(Directory.CreateDirectory(box.Ssh).FullName, "id_ed25519");
        await File.WriteAllTextAsync(key, "a key\n");
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        var script = Path.Combine(Directory.CreateDirectory(Path.Combine(box.Data, "bin")).FullName, "my-script");
        await File.WriteAllTextAsync(script, "#!/bin/sh\necho \"my script: $1\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        HostFiles.ChangeOwner(owner, box.Workspace);
        HostFiles.ChangeOwner(owner, box.Data);
        var keyBefore = HostFiles.OwnerAndMode(key);
        await box.OpenAsync();

        // ssh looks where the password file says, whatever HOME is.
        var seen = await box.BashAsync("""my-script works; (cd "$(getent passwd "$(id -u)" | cut -d: -f6)/.ssh" && stat -L -c '%u:%g %a' . id_ed25519 && cat id_ed25519)""");

        Assert.Equal($"my script: works\n{owner} 700\n{owner} 600\na key", seen);
        Assert.Equal(keyBefore, HostFiles.OwnerAndMode(key));
        Assert.NotEqual(0, (await box.ExecAsync("root", "touch", "/run/claudebox/ssh-source/new")).Code);
    }

    [Fact]
    public async Task An_unused_container_stops_by_itself_and_the_next_prompt_starts_it()
    {
        await using var box = new Box(image);
        await box.OpenAsync(idleSeconds: 1);
        var first = await box.RunAsync(new ScenarioWord("bash").With("command", "echo kept > /var/tmp/kept"));
        var id = box.Id;
        await box.CloseAsync();

        Assert.Equal("0", (await DockerCli.RunAsync("wait", id)).Trim());

        await box.OpenAsync(idleSeconds: 1);
        var second = await box.RunAsync(new ScenarioWord("bash").With("command", "cat /var/tmp/kept"));
        Assert.Equal(id, box.Id);
        Assert.Equal("kept", second.ToolOutput);
        Assert.Equal(first.Final.SessionId, second.Final.SessionId);
    }

    [Fact]
    public async Task A_run_that_is_over_is_told_whole_to_who_sends_its_id_again()
    {
        await using var box = new Box(image);
        await box.OpenAsync();
        image.Simulator.Clear();
        var word = new ScenarioWord("texts").With("text", "one").With("text", "two");

        var first = await box.RunAsync(word, "the-same");
        var again = await box.RunAsync(word, "the-same");

        Assert.Equal(first.Events.Select(item => Convert.ToHexString(item.Line.Span)), again.Events.Select(item => Convert.ToHexString(item.Line.Span)));
        Assert.IsType<ResultEvent>(again.Events[^1]);
        Assert.Equal(1, image.Simulator.Count(request => request.IsMain));
    }

    private static async Task<string[]> ReadAsync(params string[] files) => await Task.WhenAll(files.Select(file => File.ReadAllTextAsync(file)));
}
