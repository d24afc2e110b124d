using System.Diagnostics;
using System.Text.Json;
using Claudebox.Runs;
using Claudebox.Testing;

namespace Claudebox.Server.Tests;

/// <summary>How a terminal's lineage follows its prompts: the hook that notes sessions, and the server that takes them.</summary>
public sealed class SessionRecorderTests : IAsyncLifetime
{
    private const string Session = "11111111-2222-4333-8444-555555555555";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("claudebox-recorder-tests-");

    private string Noted => File.Exists(Path.Combine(_folder.FullName, "sessions")) ? File.ReadAllText(Path.Combine(_folder.FullName, "sessions")) : "";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_hook_notes_the_session_of_a_prompt_and_nothing_of_the_prompt()
    {
        var (code, output) = await HookAsync("""echo $$ > "$CLAUDEBOX_TERMINAL/process"; sh -c "$HOOK; exit \$?" """, isTerminal: true);

        Assert.Equal(0, code);
        Assert.Empty(output);
        Assert.Equal($$"""{"session_id":"{{Session}}"}""" + "\n", Noted);
    }

    [Theory]
    [InlineData("""echo 1 > "$CLAUDEBOX_TERMINAL/process"; sh -c "$HOOK; exit \$?" """, true)]
    [InlineData("""sh -c "$HOOK; exit \$?" """, true)]
    [InlineData("""sh -c "$HOOK; exit \$?" """, false)]
    public async Task A_Claude_Code_that_is_not_the_terminals_is_not_noted(string claude, bool isTerminal)
    {
        var (code, output) = await HookAsync(claude, isTerminal);

        Assert.Equal(0, code);
        Assert.Empty(output);
        Assert.Empty(Noted);
    }

    [Fact]
    public async Task What_a_killed_server_did_not_take_is_taken_at_the_next_start()
    {
        await using var server = await ServerHost.StartAsync();
        var run = await server.Client.RunAsync(server.Client.Request("[sim:text]") with { Origin = "elsewhere" });
        var left = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(server.SocketPath) + "-terminals", "left"));
        await File.WriteAllTextAsync(
            Path.Combine(left.FullName, "lineage.json"), JsonSerializer.Serialize(new { workspace = server.Workspace, origin = "interactive" }));
        await File.WriteAllLinesAsync(
            Path.Combine(left.FullName, "sessions"),
            [$$"""{"session_id":"{{Guid.NewGuid()}}"}""", $$"""{"session_id":"{{run.Final.SessionId}}"}""", "no JSON", """{"session_id":"../../x"}""", "[]"]);
        await File.AppendAllTextAsync(Path.Combine(left.FullName, "sessions"), $$"""{"session_id":"{{Guid.NewGuid()}}"}""");
        await server.KillAsync();

        await server.RestartAsync();

        var next = await server.Client.RunAsync(server.Client.Request("[sim:text]") with { Origin = "interactive", NoContinue = false });
        Assert.Equal(run.Final.SessionId, next.Final.SessionId);
        Assert.False(left.Exists && Directory.Exists(left.FullName));
    }

    // Runs the image's hook as Claude Code does, through a shell, with a script in the place of Claude Code.
    private async Task<(int Code, string Output)> HookAsync(string claude, bool isTerminal)
    {
        var start = new ProcessStartInfo("bash", ["-c", claude]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOOK"] = Repository.PathOf("image", "record-session.sh");
        start.Environment.Remove("CLAUDEBOX_TERMINAL");
        if (isTerminal)
        {
            start.Environment["CLAUDEBOX_TERMINAL"] = _folder.FullName;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();

        // Longer than a pipe: a hook that did not read it all would break Claude Code's.
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(new
        {
            session_id = Session,
            hook_event_name = "UserPromptSubmit",
            prompt = "the secret of the prompt " + new string('x', 1_000_000),
        }));
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + (isTerminal ? "" : await error));
    }
}
