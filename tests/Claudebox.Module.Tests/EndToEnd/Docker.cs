using System.Diagnostics;

namespace Claudebox.Module.Tests.EndToEnd;

/// <summary>Docker's own command line: an independent look at what the module did.</summary>
internal static class Docker
{
    public static async Task<string> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("docker", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"docker {string.Join(' ', arguments)}: {await error}");
    }
}
