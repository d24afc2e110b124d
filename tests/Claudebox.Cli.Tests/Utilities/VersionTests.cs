using Claudebox.Cli.Tests.Support;
using Claudebox.Docker;

namespace Claudebox.Cli.Tests.Utilities;

public sealed class VersionTests(CommandFixture fixture) : IAsyncDisposable
{
    private readonly CommandBox _box = new(fixture);

    [Theory]
    [InlineData("--version")]
    [InlineData("-v")]
    public async Task Both_versions_are_shown_and_nothing_is_left(string option)
    {
        var output = await _box.SucceedAsync(option);

        Assert.Matches($"^claudebox {ClaudeboxVersion.Current}\nClaude Code [0-9]+\\.[0-9]+\\.[0-9]+\n$", output);
        Assert.Empty(await _box.ContainersAsync());
    }

    [Fact]
    public async Task Without_engine_or_image_the_own_version_is_enough()
    {
        foreach (var arguments in (string[][])[["--docker-host", "tcp://127.0.0.1:9"], ["--image", "claudebox-cli-tests:missing"]])
        {
            var result = await _box.RunAsync(["--version", .. arguments]);
            Assert.Equal((0, $"claudebox {ClaudeboxVersion.Current}\n"), (result.ExitCode, result.Output));
            Assert.Contains("not known", result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_Claude_Code_that_does_not_work_in_the_container_is_an_error()
    {
        var broken = _box.MakeFile("claude", "#!/bin/sh\necho 'illegal instruction' >&2\nexit 132\n", "755");
        await _box.RunAsync("make a container with it", "--mount", $"{broken}:/usr/local/bin/claude:ro");

        var result = await _box.RunAsync("--version");

        Assert.Equal((1, $"claudebox {ClaudeboxVersion.Current}\n"), (result.ExitCode, result.Output));
        Assert.Contains("illegal instruction", result.Error, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _box.DisposeAsync();
}
