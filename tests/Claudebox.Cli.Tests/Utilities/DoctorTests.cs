using System.Text.Json;
using Claudebox.Cli.Tests.Support;

namespace Claudebox.Cli.Tests.Utilities;

/// <summary>What <c>claudebox doctor</c> finds.</summary>
public sealed class DoctorTests(CommandFixture fixture) : IAsyncDisposable
{
    private readonly CommandBox _box = new(fixture);

    [Fact]
    public async Task A_sound_computer_passes_and_no_secret_is_told()
    {
        MakeKey("600");
        Directory.CreateDirectory(_box.Data);

        var result = await _box.RunAsync("doctor");
        Assert.True(result.ExitCode == 0, result.Output);
        foreach (var name in (string[])["claudebox", "workspace", "engine", "image", "containers", "data directory", "SSH key", "credentials"])
        {
            Assert.Contains(result.Output.Split('\n'), line => line.StartsWith("ok ", StringComparison.Ordinal) && line.Contains($"  {name} ", StringComparison.Ordinal));
        }

        Assert.Contains("ANTHROPIC_API_KEY", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(CommandBox.ApiKey[..12], result.Output, StringComparison.Ordinal);
        Assert.Empty(await _box.ContainersAsync());
    }

    [Fact]
    public async Task What_keeps_prompts_from_running_says_what_to_do_and_a_missing_engine_is_exit_code_3()
    {
        MakeKey("644");
        await File.WriteAllTextAsync(_box.Data, "", TestContext.Current.CancellationToken);

        var result = await _box.RunAsync("doctor", "--docker-host", "unix:///nowhere/docker.sock", "--output-format", "json");

        Assert.Equal(3, result.ExitCode);
        using var document = JsonDocument.Parse(result.Output);
        var failed = document.RootElement.EnumerateArray().Where(check => check.GetProperty("status").GetString() == "failed").ToList();
        Assert.Equal(["engine", "data directory", "SSH key"], failed.Select(check => check.GetProperty("name").GetString()));
        Assert.Equal("DockerUnavailable", failed[0].GetProperty("code").GetString());
        Assert.All(failed, check => Assert.NotEmpty(check.GetProperty("advice").GetString()!));
        Assert.Contains("chmod 600", failed[2].GetProperty("advice").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_other_failed_check_is_exit_code_1()
    {
        MakeKey("644");

        Assert.Equal(1, (await _box.RunAsync("doctor")).ExitCode);
    }

    [Fact]
    public async Task A_foreign_image_fails_and_a_missing_credential_warns()
    {
        _box.Variables.Remove("ANTHROPIC_API_KEY");
        var result = await _box.RunAsync("doctor", "--image", "claudebox-cli-tests:missing");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(result.Output.Split('\n'), line => line.StartsWith("FAILED   image ", StringComparison.Ordinal));
        Assert.Contains(result.Output.Split('\n'), line => line.StartsWith("warning  credentials ", StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    private void MakeKey(string mode)
    {
        _box.MakeFile(".ssh/claudebox/id_ed25519", "private", mode);
        _box.MakeFile(".ssh/claudebox/id_ed25519.pub", "public");
    }
}
