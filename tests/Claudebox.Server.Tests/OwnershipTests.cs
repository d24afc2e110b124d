using System.Diagnostics;
using System.Globalization;
using Claudebox.Runs;
using Claudebox.Testing;

namespace Claudebox.Server.Tests;

public sealed class OwnershipTests
{
    [Theory]
    [InlineData("0:0", "0:0")]
    [InlineData("1000:1000", "1000:1000")]
    [InlineData("501:20", "501:20")]
    [InlineData("33:33", "33:33")]
    [InlineData("1000:1000", "0:0")]
    [InlineData("501:20", "1234:5678")]
    public async Task Claude_runs_as_the_workspaces_owner_and_the_data_directory_keeps_its_own(string workspaceOwner, string dataOwner)
    {
        await using var server = await ServerHost.StartAsync((workspace, data) =>
        {
            ChangeOwner(workspaceOwner, workspace);
            ChangeOwner(workspaceOwner, Path.Combine(Path.GetDirectoryName(workspace)!, "home"));
            ChangeOwner(dataOwner, data);
            File.WriteAllText(Path.Combine(data, "settings.json"), """{"env":{"FROM_SETTINGS":"yes"}}""");
            ChangeOwner(dataOwner, Path.Combine(data, "settings.json"));
            File.SetUnixFileMode(Path.Combine(data, "settings.json"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            var script = Path.Combine(Directory.CreateDirectory(Path.Combine(data, "bin")).FullName, "my-script");
            File.WriteAllText(script, "#!/bin/sh\necho scripted\n");
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            ChangeOwner(dataOwner, Path.GetDirectoryName(script)!);
        });
        var file = Path.Combine(server.Workspace, "made-by-claude");

        var written = await server.Client.RunAsync(new ScenarioWord("write").With("path", file).With("content", "x").ToString());
        var told = await server.Client.RunAsync(server.Client.Request("[sim:bash command=\"echo $(id -u):$(id -g) $FROM_SETTINGS $(my-script)\"]") with { NoContinue = false });

        Assert.Equal(RunStatus.Completed, written.Final.Status);
        Assert.Equal(workspaceOwner, OwnerOf(file));
        Assert.Equal(workspaceOwner + " yes scripted", told.Blocks<Claudebox.Events.ToolResultBlock>().Single().Text);
        Assert.Equal(dataOwner, OwnerOf(server.Data));
        Assert.Equal(dataOwner, OwnerOf(Path.Combine(server.Data, "claudebox", "runs", written.Final.RunId, "events.ndjson")));
        Assert.NotEmpty(await server.Client.ListSessionsAsync());
    }

    private static void ChangeOwner(string owner, string path) => Run("chown", owner, path);

    private static string OwnerOf(string path) => Run("stat", "-c", "%u:%g", path).Trim();

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, string.Create(CultureInfo.InvariantCulture, $"{program} ended with {process.ExitCode}"));
        return output;
    }
}
