using Claudebox.Testing.PowerShell;

// PowerShell in a terminal, as far as tests need it: a host that says it is the console, one script, and its screen.
if (args is not [var manifest, var script])
{
    await Console.Error.WriteLineAsync("Usage: Claudebox.Testing.Shell MANIFEST SCRIPT");
    return 2;
}

using var shell = new Shell(state => state.ImportPSModule([manifest]), hostName: "ConsoleHost");
shell.Location = Environment.CurrentDirectory;
shell.Host.Screen.Mirror = Console.Out;
using var run = shell.Start($"& {{ {script} }} 2>&1 | Out-Default");
var result = run.Wait(Timeout.InfiniteTimeSpan);
if (result.Terminating is { } error)
{
    await Console.Error.WriteLineAsync(error.ToString());
}

return result.AllErrors.Count == 0 ? 0 : 1;
