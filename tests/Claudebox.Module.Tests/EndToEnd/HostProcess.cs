using System.Diagnostics;

namespace Claudebox.Module.Tests.EndToEnd;

/// <summary>A process of its own that runs <c>Invoke-Claudebox</c>: the built demo.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process _process;

    private HostProcess(Process process) => _process = process;

    public static HostProcess Start(string workspace, string dataDirectory, string prompt)
    {
        // It is built with these tests, into the same configuration.
        var program = Path.Combine(
            AppContext.BaseDirectory.Replace("Claudebox.Module.Tests", "Claudebox.Demo", StringComparison.Ordinal), "Claudebox.Demo.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--workspace", workspace, "--data", dataDirectory, "--prompt", prompt])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new HostProcess(process);
    }

    /// <summary>SIGKILL: nothing of the process's own code runs any more.</summary>
    public void Kill()
    {
        Assert.False(_process.HasExited);
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
