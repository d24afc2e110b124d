using System.Diagnostics;
using Claudebox.Testing;

namespace Claudebox.Cli.Tests;

public sealed class WrongCommandLineTests
{
    [Fact]
    public async Task An_unknown_word_is_an_error_and_not_a_prompt()
    {
        var program = Repository.PathOf("src", "Claudebox.Cli", "bin", "Release", "net10.0", "claudebox");
        using var process = Process.Start(new ProcessStartInfo(program, ["dcotor"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(2, process.ExitCode);
        Assert.Contains("unknown command 'dcotor'", error, StringComparison.Ordinal);
    }
}
