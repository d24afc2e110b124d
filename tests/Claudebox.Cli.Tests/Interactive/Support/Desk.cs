using System.Diagnostics;
using Claudebox.Cli.Tests.Support;
using Claudebox.Testing;

namespace Claudebox.Cli.Tests.Interactive.Support;

/// <summary>Somebody's desk, on which terminals with <c>claudebox</c> are opened.</summary>
internal sealed class Desk : CommandBox
{
    // Claude Code shows this below its prompt once it is ready.
    private const string Ready = "bypass permissions on";

    public Desk(CommandFixture fixture, string name = "w", string? home = null)
        : base(fixture, name, home) => Variables["TERM"] = "xterm-256color";

    /// <summary>Runs <c>claudebox</c> in a terminal.</summary>
    public TerminalProcess OpenTerminal(params string[] arguments) =>
        TerminalProcess.Start([CommandFixture.Program, .. arguments], Workspace, Variables);

    /// <summary>Runs <c>claudebox</c> in a terminal until Claude Code waits for a prompt.</summary>
    public async Task<TerminalProcess> OpenAsync(params string[] arguments)
    {
        var terminal = OpenTerminal(arguments);
        await terminal.WaitForAsync(Ready);
        return terminal;
    }

    /// <summary>Gives a prompt and waits for its answer, which the model makes of the prompt itself.</summary>
    /// <returns>The request that the model got.</returns>
    public async Task<RecordedRequest> AskAsync(TerminalProcess terminal, string prompt)
    {
        var answer = "You said: " + prompt;
        await terminal.EnterAsync(prompt);
        await terminal.WaitForAsync(answer);
        await terminal.WaitForAsync(() => Transcripts.Hold(Data, answer), $"'{answer}' did not get into the transcript");
        return Model.Requests.Last(request => request.IsMain && request.PromptText == prompt);
    }

    /// <summary>All that was said in the conversation of a request.</summary>
    public static string Said(RecordedRequest request) => request.Body.GetProperty("messages").GetRawText();

    /// <summary>Leaves Claude Code as people do.</summary>
    /// <returns>The exit code of <c>claudebox</c>.</returns>
    public static async Task<int> LeaveAsync(TerminalProcess terminal)
    {
        await terminal.EnterAsync("/exit");
        return await terminal.WaitForExitAsync();
    }

    /// <summary>The command lines of the container's processes that belong to a terminal or to what runs on it.</summary>
    public async Task<IReadOnlyList<string>> ProcessesAsync()
    {
        var lines = await DockerCli.RunAsync("top", await ContainerAsync("interactive"), "-eo", "pid,args");
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Where(line =>
            !line.Contains("tini --", StringComparison.Ordinal) && !line.Contains("claudebox-server serve", StringComparison.Ordinal))];
    }

    /// <summary>Waits until nothing is left in the container that a terminal has started.</summary>
    public async Task NothingIsLeftAsync()
    {
        var clock = Stopwatch.StartNew();
        while (await ProcessesAsync() is { Count: > 0 } left)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), "These are left: " + string.Join('\n', left));
            await Task.Delay(50);
        }
    }
}
