using System.Diagnostics;

namespace Claudebox.Server.Tests.Api;

/// <summary>Programs of this machine that a test prepares files with, or looks at them.</summary>
internal static class HostProgram
{
    /// <summary>Runs one, which must succeed, and gives its output.</summary>
    public static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
