using System.Diagnostics;
using Claudebox.Demo;
using Claudebox.Testing.PowerShell;

// The main job, for real: Invoke-Claudebox in the PowerShell engine, a container on a Docker Engine, Claude Code in it, and
// its events on the screen.
if (DemoOptions.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(DemoOptions.Usage);
    return 2;
}

if (StagedModule.Find() is not { } module)
{
    await Console.Error.WriteLineAsync("The module is not staged. Run: dotnet run build.cs demo");
    return 3;
}

using var workspace = new DemoFolder(options.Workspace, "workspace");
using var data = new DemoFolder(options.DataDirectory, "data");
Environment.SetEnvironmentVariable("CLAUDEBOX_DATA_DIR", data.Path);
await using var model = await DemoModel.StartAsync();
var prompt = options.Prompt ?? model.Prompt;

Console.WriteLine($"Answers come from {model.Description}.");
Console.WriteLine($"PS> Invoke-Claudebox '{prompt}' -Workspace {workspace.Path} -Image {module.Image}");

using var shell = Shell.WithModule(module.Manifest);
shell.Host.Screen.Mirror = Console.Out;
var clock = Stopwatch.StartNew();
using var run = shell.Start(
    """
    $PSStyle.OutputRendering = 'PlainText'
    Invoke-Claudebox $prompt -Workspace $workspace -Image $image -Environment $variables -OutVariable events 2>&1 | Out-Default
    """,
    ("prompt", prompt), ("workspace", workspace.Path), ("image", module.Image), ("variables", model.Environment));
Console.CancelKeyPress += (_, interrupt) =>
{
    interrupt.Cancel = true;
    run.BeginStop();
};
var result = run.Wait(Timeout.InfiniteTimeSpan);
Console.WriteLine($"({clock.Elapsed.TotalSeconds:0.0} s)");

// The container of a directory that is about to vanish is of no use to anyone.
if (options.Workspace is null)
{
    foreach (var name in shell.Run("(Get-ClaudeboxWorkspace -Workspace $workspace).Containers.Name").Output)
    {
        using var docker = Process.Start(new ProcessStartInfo("docker", ["rm", "--force", "--volumes", name.ToString()]) { RedirectStandardOutput = true });
        await docker!.WaitForExitAsync();
    }
}

var completed = shell.Run("$events.Count -gt 0 -and $events[-1].Status -eq 'Completed'").Output is [{ BaseObject: true }];
return completed && result.AllErrors.Count == 0 ? 0 : 1;
