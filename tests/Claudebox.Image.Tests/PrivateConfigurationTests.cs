namespace Claudebox.Image.Tests;

/// <summary>An owner of a workspace who cannot write the data directory still has its settings, scripts and skills.</summary>
[Collection(ImageCollection.Name)]
public sealed class PrivateConfigurationTests(ImageFixture image)
{
    [Fact]
    public async Task Shared_settings_and_scripts_apply_and_follow_their_changes()
    {
        await using var box = new Box(image);
        HostFiles.ChangeOwner("33:33", box.Workspace);
        HostFiles.ChangeOwner("1000:1000", box.Data);
        File.SetUnixFileMode(box.Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var settings = Path.Combine(box.Data, "settings.json");
        await File.WriteAllTextAsync(settings, """{"env":{"FROM_SETTINGS":"first"}}""");
        var script = Path.Combine(Directory.CreateDirectory(Path.Combine(box.Data, "bin")).FullName, "greet");
        await File.WriteAllTextAsync(script, "#!/bin/sh\necho hello\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await box.OpenAsync();

        Assert.Equal("first hello", await box.BashAsync("echo $FROM_SETTINGS $(greet)"));
        var copy = await File.ReadAllTextAsync(Path.Combine(box.Owners, "33", "settings.json"));
        Assert.Contains("skipDangerousModePermissionPrompt", copy, StringComparison.Ordinal);

        await File.WriteAllTextAsync(settings, """{"env":{"FROM_SETTINGS":"second"}}""");
        File.Delete(script);
        Assert.Equal("second gone", await box.BashAsync("echo $FROM_SETTINGS $(greet 2>/dev/null || echo gone)"));
    }
}
