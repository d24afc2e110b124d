using Claudebox.Runs;
using Claudebox.Testing;

namespace Claudebox.Server.Tests;

/// <summary>What the real CLI cannot be made to do, with a script in its place.</summary>
public sealed class DoubleTests
{
    private const string Init = """{"type":"system","subtype":"init","session_id":"11111111-1111-4111-8111-111111111111","model":"m"}""";
    private const string Result = """{"type":"result","subtype":"success","is_error":false,"num_turns":1,"result":"done"}""";

    [Fact]
    public async Task A_process_outside_of_the_tree_that_keeps_the_output_open_does_not_keep_the_run()
    {
        var marker = $"{Random.Shared.Next(1_000_000, 9_999_999)}.25";
        await using var server = await StartAsync($"""
            read -r prompt
            rm -f outside
            (setpriv --groups=0 setsid sh -c 'touch outside; exec sleep {marker}' &)
            until test -e outside; do sleep 0.05; done
            echo '{Init}'
            echo '{Result}'
            """);
        try
        {
            var run = await server.Client.RunAsync("x");

            Assert.Equal(RunStatus.Completed, run.Final.Status);
            Assert.Equal("done", run.Text);
            Assert.NotEmpty(ProcessTable.With(marker));
            Assert.Equal(RunStatus.Completed, (await server.Client.RunAsync("x")).Final.Status);
        }
        finally
        {
            foreach (var process in ProcessTable.With(marker))
            {
                using var sleeper = System.Diagnostics.Process.GetProcessById(process.Pid);
                sleeper.Kill();
            }
        }
    }

    [Fact]
    public async Task An_output_that_breaks_off_in_a_line_is_no_success_and_is_kept()
    {
        await using var server = await StartAsync($$"""
            read -r prompt
            echo '{{Init}}'
            printf '{"type":"result","subtype":"succ'
            kill -9 $$
            """);

        var run = await server.Client.RunAsync("x");

        Assert.Equal(FailureCode.ClaudeFailed, run.Final.Error!.Code);
        Assert.Equal(137, run.Final.ExitCode);
        Assert.EndsWith("succ", System.Text.Encoding.UTF8.GetString(run.Events[^1].Line.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_on_stderr_blocks_nothing_and_its_end_is_told()
    {
        await using var server = await StartAsync($"""
            read -r prompt
            head -c 20000000 /dev/zero | tr '\0' 'e' >&2
            echo 'the last words' >&2
            echo '{Init}'
            exit 3
            """);

        var run = await server.Client.RunAsync("x");

        Assert.Equal(FailureCode.ClaudeFailed, run.Final.Error!.Code);
        Assert.EndsWith("the last words", run.Final.Error.StandardErrorTail, StringComparison.Ordinal);
        Assert.True(new FileInfo(Path.Combine(server.Data, "claudebox", "runs", run.Final.RunId, "stderr.log")).Length <= 10 * 1024 * 1024);
    }

    [Fact]
    public async Task A_process_that_ignores_every_polite_request_is_killed()
    {
        await using var server = await StartAsync($"""
            trap '' INT TERM HUP
            read -r prompt
            echo '{Init}'
            while true; do sleep 0.1; done
            """);
        await using var stream = await server.Client.OpenAsync(server.Client.Request("x"));
        await stream.ReadUntilAsync(e => e is Claudebox.Events.InitEvent);

        Assert.Equal(RunStatus.Cancelled, (await server.Client.CancelAsync(stream.RunId)).Status);
    }

    private static Task<ServerHost> StartAsync(string script) => ServerHost.StartAsync(
        (workspace, _) =>
        {
            var path = Path.Combine(Path.GetDirectoryName(workspace)!, "claude-double");
            File.WriteAllText(path, "#!/bin/bash\n" + script + "\n");
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        },
        ("CLAUDEBOX_CLAUDE_PATH", ServerHost.InRoot("claude-double")));
}
