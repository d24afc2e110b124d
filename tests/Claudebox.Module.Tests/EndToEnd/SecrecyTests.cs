using Claudebox.Testing;
using Claudebox.Testing.PowerShell;

namespace Claudebox.Module.Tests.EndToEnd;

/// <summary>The API key lives in the environment of Claude Code's process and nowhere else.</summary>
[Collection(EngineCollection.Name)]
public sealed class SecrecyTests(EngineFixture engine)
{
    [Fact]
    public async Task The_key_is_found_nowhere_however_a_run_ends()
    {
        await using var box = new Box(engine);
        engine.Simulator.Clear();

        var ended = box.Run("""
            Invoke-Claudebox '[sim:bash command="echo hi"]' @box -Verbose -Debug
            Invoke-Claudebox '[sim:error status=401]' @box -Verbose -Debug
            Invoke-Claudebox '[sim:cut]' @box -Verbose -Debug
            """);
        using var hanging = box.Start("Invoke-Claudebox '[sim:bash command=\"sleep 5151\"]' @box -Verbose -Debug");
        await box.WaitForProcessAsync("sleep 5151");
        var processes = await box.ProcessesAsync();
        var stopped = hanging.Stop();

        Assert.Equal(["completed", "failed", "failed", "cancelled"], box.Runs().Select(run => run.Status));
        Assert.Contains(engine.Simulator.Requests, request => request.ApiKey == Box.Secret);
        var container = await box.ContainerAsync();
        var (_, log, errors) = await DockerCli.TryAsync("logs", container);
        Assert.All(
            [processes, await DockerCli.RunAsync("inspect", container), log, errors, .. ended.Records.Concat(stopped.Records).Select(Shown)],
            text => Assert.DoesNotContain(Box.Secret, text, StringComparison.Ordinal));
        Assert.Equal("", await FilesWithSecretAsync(container));
        Assert.DoesNotContain(Directory.EnumerateFiles(engine.DataDirectory, "*", SearchOption.AllDirectories), HoldsSecret);
        Assert.DoesNotContain(Directory.EnumerateFiles(box.Workspace, "*", SearchOption.AllDirectories), HoldsSecret);
    }

    private static string Shown(ShellRecord record) => record switch
    {
        OutputItem item => string.Join('\n', item.Object.Properties.Select(property => $"{property.Name}: {property.Value}")),
        ErrorItem item => $"{item.Error.Exception}\n{item.Error.ErrorDetails?.Message}\n{item.Error.TargetObject}",
        _ => record.ToString(),
    };

    private static bool HoldsSecret(string file) => File.ReadAllText(file).Contains(Box.Secret, StringComparison.Ordinal);

    // Everything that anyone in the container can write to; the container's own layer is looked through as well.
    private static async Task<string> FilesWithSecretAsync(string container) =>
        (await DockerCli.TryAsync(
            "exec", "--user", "root", container, "grep", "-rlsF", "--devices=skip", Box.Secret, "/tmp", "/run", "/var/log", "/var/lib/claudebox", "/home", "/root", "/etc")).Output;
}
