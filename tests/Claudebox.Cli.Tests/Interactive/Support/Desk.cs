using System.Diagnostics;
using Claudebox.Testing;

namespace Claudebox.Cli.Tests.Interactive.Support;

/// <summary>
/// Somebody's desk: a workspace, a data directory and variables of their own, on which terminals with <c>claudebox</c> are opened.
/// Its containers go with it.
/// </summary>
internal sealed class Desk : IAsyncDisposable
{
    /// <summary>A key as long as a real one, which must be nowhere but in requests to the model.</summary>
    public const string ApiKey = "sk-ant-api03-DO-NOT-LEAK-0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789AA";

    // Claude Code shows this below its prompt once it is ready.
    private const string Ready = "bypass permissions on";

    private readonly InteractiveFixture _fixture;

    public Desk(InteractiveFixture fixture, string name = "w", string? home = null)
    {
        _fixture = fixture;
        Home = home ?? Path.Combine(fixture.Root, Guid.NewGuid().ToString("N")[..8]);
        Workspace = Directory.CreateDirectory(Path.Combine(Home, name)).FullName;
        Data = Path.Combine(Home, "data");
        Variables = new()
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["HOME"] = Home,
            ["TERM"] = "xterm-256color",
            ["CLAUDEBOX_IMAGE"] = InteractiveFixture.Image,
            ["CLAUDEBOX_DATA_DIR"] = Data,
            ["CLAUDEBOX_SSH_DIR"] = Path.Combine(Home, "ssh"),
            ["CLAUDEBOX_DOCKER"] = "0",
            ["ANTHROPIC_API_KEY"] = ApiKey,
            ["ANTHROPIC_BASE_URL"] = ContainerHost.BaseUrlInside(fixture.Model),
        };
        foreach (var name2 in (string[])["DOTNET_ROOT", "DOCKER_HOST"])
        {
            if (Environment.GetEnvironmentVariable(name2) is { } value)
            {
                Variables[name2] = value;
            }
        }
    }

    public string Home { get; }

    public string Workspace { get; }

    public string Data { get; }

    /// <summary>The environment of <c>claudebox</c>.</summary>
    public Dictionary<string, string> Variables { get; }

    public ModelSimulator Model => _fixture.Model;

    /// <summary>Runs <c>claudebox</c> in a terminal.</summary>
    public TerminalProcess Start(params string[] arguments) =>
        TerminalProcess.Start([InteractiveFixture.Program, .. arguments], Workspace, Variables);

    /// <summary>Runs <c>claudebox</c> in a terminal until Claude Code waits for a prompt.</summary>
    public async Task<TerminalProcess> OpenAsync(params string[] arguments)
    {
        var terminal = Start(arguments);
        await terminal.WaitForAsync(Ready);
        return terminal;
    }

    /// <summary>Gives a prompt and waits for its answer, which the model makes of the prompt itself.</summary>
    /// <returns>The request that the model got.</returns>
    public async Task<RecordedRequest> AskAsync(TerminalProcess terminal, string prompt)
    {
        await terminal.EnterAsync(prompt);
        await terminal.WaitForAsync("You said: " + prompt);
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

    /// <summary>Runs <c>claudebox</c> without a terminal, as scripts do.</summary>
    public async Task<(int ExitCode, string Output, string Error)> ScriptAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(InteractiveFixture.Program, arguments)
        {
            WorkingDirectory = Workspace,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>The interactive container's id.</summary>
    public async Task<string> ContainerAsync() => Assert.Single(await ContainersAsync("--filter", "label=claudebox.role=interactive"));

    /// <summary>The command lines of the container's processes that belong to a terminal or to what runs on it.</summary>
    public async Task<IReadOnlyList<string>> ProcessesAsync()
    {
        var lines = await DockerCli.RunAsync("top", await ContainerAsync(), "-eo", "pid,args");
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

    /// <summary>Gives the workspace to somebody.</summary>
    public void Own(string ids)
    {
        using var chown = Process.Start("chown", [ids, Workspace]);
        chown.WaitForExit();
        Assert.Equal(0, chown.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        if (await ContainersAsync() is { Count: > 0 } containers)
        {
            await DockerCli.RunAsync(["rm", "--force", "--volumes", .. containers]);
        }
    }

    private async Task<IReadOnlyList<string>> ContainersAsync(params string[] filters) =>
        (await DockerCli.RunAsync(["ps", "--all", "--quiet", "--filter", "label=claudebox.workspace=" + Workspace, .. filters])).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
