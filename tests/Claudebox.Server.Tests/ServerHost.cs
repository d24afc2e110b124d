using System.Diagnostics;
using System.Text;
using Claudebox.Testing;

namespace Claudebox.Server.Tests;

/// <summary>
/// The real server process with the real Claude Code CLI against the model simulator, in folders of its own. It can
/// be killed and started again on the same folders.
/// </summary>
public sealed class ServerHost : IAsyncDisposable
{
    /// <summary>A key that must never appear anywhere but in requests to the model.</summary>
    public const string ApiKey = "sk-ant-test-DO-NOT-LEAK-5f0c2b7a91";

    /// <summary>Stands for the simulator's address in settings.</summary>
    public const string ModelUrl = "{model}";

    private const string RootMark = "{root}";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _root;
    private readonly StringBuilder _log = new();
    private readonly Dictionary<string, string> _settings;
    private readonly bool _ownsFolders;
    private Process _process;

    private ServerHost(DirectoryInfo root, ModelSimulator model, Dictionary<string, string> settings, Process process, bool ownsFolders)
    {
        _root = root;
        Model = model;
        _settings = settings;
        _process = process;
        _ownsFolders = ownsFolders;
        Client = new RunClient(SocketPath, model.BaseUrl);
        Collect(process);
    }

    /// <summary>The simulated model.</summary>
    public ModelSimulator Model { get; }

    /// <summary>A client of the server.</summary>
    public RunClient Client { get; private set; }

    /// <summary>The workspace.</summary>
    public string Workspace => Path.Combine(_root.FullName, "workspace");

    /// <summary>The data directory.</summary>
    public string Data => Path.Combine(_root.FullName, "data");

    /// <summary>The server's process id.</summary>
    public int ProcessId => _process.Id;

    /// <summary>What the server logged so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>The server's socket.</summary>
    public string SocketPath => _settings["CLAUDEBOX_SOCKET"];

    /// <summary>A path in the server's folders, for settings.</summary>
    public static string InRoot(string name) => RootMark + "/" + name;

    /// <summary>Starts a server.</summary>
    /// <param name="prepare">Changes the folders (workspace, data) before the server starts.</param>
    /// <param name="settings">More of its environment.</param>
    public static async Task<ServerHost> StartAsync(
        Action<string, string>? prepare = null, params (string Name, string Value)[] settings)
    {
        var root = Directory.CreateTempSubdirectory("claudebox-server-tests-");
        File.SetUnixFileMode(root.FullName, (UnixFileMode)0b111_101_101);
        foreach (var name in new[] { "workspace", "data", "home" })
        {
            root.CreateSubdirectory(name);
        }

        prepare?.Invoke(Path.Combine(root.FullName, "workspace"), Path.Combine(root.FullName, "data"));
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ["CLAUDEBOX_ROLE"] = "prog",
            ["CLAUDEBOX_WORKSPACE"] = Path.Combine(root.FullName, "workspace"),
            ["CLAUDEBOX_CONTAINER_DATA_DIR"] = Path.Combine(root.FullName, "data"),
            ["CLAUDEBOX_HOME"] = Path.Combine(root.FullName, "home"),
            ["CLAUDEBOX_SOCKET"] = Path.Combine(root.FullName, "run", "api.sock"),
            ["CLAUDEBOX_CLAUDE_PATH"] = await ClaudeCodeCli.GetAsync(),
            ["CLAUDEBOX_SCRIPTS"] = Repository.PathOf("image"),
            ["CLAUDEBOX_MAX_RETRIES"] = "1",
        };
        var model = await ModelSimulator.StartAsync();
        foreach (var (name, value) in settings)
        {
            environment[name] = value
                .Replace(RootMark, root.FullName, StringComparison.Ordinal)
                .Replace(ModelUrl, model.BaseUrl, StringComparison.Ordinal);
        }

        var host = new ServerHost(root, model, environment, StartProcess(environment), ownsFolders: true);
        await host.WaitUntilHealthyAsync();
        return host;
    }

    /// <summary>Starts a second server on the same workspace and data, as a second container would.</summary>
    public async Task<ServerHost> StartNeighbourAsync()
    {
        var environment = new Dictionary<string, string>(_settings)
        {
            ["CLAUDEBOX_SOCKET"] = Path.Combine(_root.FullName, "run-" + Guid.NewGuid().ToString("N")[..8], "api.sock"),
        };
        var host = new ServerHost(_root, Model, environment, StartProcess(environment), ownsFolders: false);
        await host.WaitUntilHealthyAsync();
        return host;
    }

    /// <summary>Kills the server with SIGKILL; what it started lives on.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Starts the server again on the same folders.</summary>
    public async Task RestartAsync()
    {
        Client.Dispose();
        _process.Dispose();
        _process = StartProcess(_settings);
        Collect(_process);
        Client = new RunClient(SocketPath, Model.BaseUrl);
        await WaitUntilHealthyAsync();
    }

    /// <summary>Waits for the server to end by itself.</summary>
    public async Task<int> WaitForExitAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Asks the server to stop, as <c>docker stop</c> does.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Runs another verb of the server program in the same environment.</summary>
    public async Task<(int ExitCode, string Output, string Error)> RunVerbAsync(params string[] arguments)
    {
        using var process = Process.Start(StartInfo(_settings, arguments))!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Starts another process like this server, with other settings and a socket of its own; the caller ends it.</summary>
    public Process StartProcess(params (string Name, string Value)[] settings)
    {
        var environment = new Dictionary<string, string>(_settings) { ["CLAUDEBOX_SOCKET"] = Path.Combine(_root.FullName, "run-other", "api.sock") };
        foreach (var (name, value) in settings)
        {
            environment[name] = value;
        }

        return StartProcess(environment);
    }

    /// <summary>Runs another verb of the server program in a terminal.</summary>
    public TerminalProcess StartInTerminal(params string[] arguments) => StartInTerminal(new Dictionary<string, string>(), arguments);

    /// <summary>Runs another verb of the server program in a terminal, with more variables.</summary>
    public TerminalProcess StartInTerminal(IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var start = StartInfo(_settings, arguments);
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return TerminalProcess.Start(
            [start.FileName, .. start.ArgumentList], Workspace, start.Environment.ToDictionary(v => v.Key, v => v.Value!));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            Terminate();
            await WaitForExitAsync();
        }

        _process.Dispose();
        if (_ownsFolders)
        {
            await Model.DisposeAsync();
            _root.Delete(recursive: true);
        }
    }

    private static ProcessStartInfo StartInfo(Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "claudebox-server"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } dotnet)
        {
            start.Environment["DOTNET_ROOT"] = dotnet;
        }

        return start;
    }

    private static Process StartProcess(Dictionary<string, string> environment) => Process.Start(StartInfo(environment, "serve"))!;

    private void Collect(Process process)
    {
        process.OutputDataReceived += (_, e) => Add(e.Data);
        process.ErrorDataReceived += (_, e) => Add(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        void Add(string? line)
        {
            lock (_log)
            {
                _log.AppendLine(line);
            }
        }
    }

    private async Task WaitUntilHealthyAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        while (!await Client.IsHealthyAsync())
        {
            Assert.False(_process.HasExited, "The server ended at its start: " + Log);
            await Task.Delay(20, limit.Token);
        }
    }
}
