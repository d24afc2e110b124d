using System.Text.Json;
using Claudebox.Docker;
using Claudebox.Testing;

namespace Claudebox.Cli.Tests.Support;

/// <summary>A workspace, a data directory and variables, with which the real command runs. Its containers go with it.</summary>
public class CommandBox : IAsyncDisposable
{
    public const string ApiKey = "sk-ant-api03-of-the-tests-0123456789abcdefghijklmnopqrstuvwxyz";

    private readonly CommandFixture _fixture;

    /// <param name="fixture">The fixture.</param>
    /// <param name="name">The workspace's path below a folder of its own.</param>
    public CommandBox(CommandFixture fixture, string name = "w")
    {
        _fixture = fixture;
        Home = Directory.CreateDirectory(Path.Combine(fixture.Root, Guid.NewGuid().ToString("N")[..8])).FullName;
        Workspace = Directory.CreateDirectory(Path.Combine(Home, name)).FullName;
        Data = Path.Combine(Home, "data");
        Variables = new(StringComparer.Ordinal)
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["HOME"] = Home,
            ["CLAUDEBOX_IMAGE"] = CommandFixture.Image,
            ["CLAUDEBOX_DATA_DIR"] = Data,
            ["CLAUDEBOX_DOCKER"] = "0",
            ["ANTHROPIC_API_KEY"] = ApiKey,
            ["ANTHROPIC_BASE_URL"] = ContainerHost.BaseUrlInside(fixture.Model),
            ["NO_PROXY"] = ContainerHost.Name,
        };
        foreach (var inherited in (string[])["DOTNET_ROOT", "DOCKER_HOST"])
        {
            if (Environment.GetEnvironmentVariable(inherited) is { } value)
            {
                Variables[inherited] = value;
            }
        }
    }

    public string Home { get; }

    public string Workspace { get; }

    public string Data { get; }

    /// <summary>All variables that the command gets.</summary>
    public Dictionary<string, string> Variables { get; }

    public ModelSimulator Model => _fixture.Model;

    /// <summary>Runs the command with nothing on its standard input.</summary>
    public Task<ProgramResult> RunAsync(params string[] arguments) => RunWithAsync(ReadOnlyMemory<byte>.Empty, arguments);

    /// <summary>Runs the command with some bytes on its standard input.</summary>
    public async Task<ProgramResult> RunWithAsync(ReadOnlyMemory<byte> input, params string[] arguments)
    {
        await using var run = Start(arguments);
        try
        {
            await run.Input.WriteAsync(input);
        }
        catch (IOException)
        {
            // It ended without reading all, which its result tells.
        }

        run.Input.Close();
        return await run.WaitAsync();
    }

    /// <summary>Starts the command; its standard input stays open.</summary>
    public ProgramRun Start(params string[] arguments) => ProgramRun.Start(CommandFixture.Program, arguments, Workspace, Variables);

    /// <summary>Runs the command, which must succeed.</summary>
    /// <returns>Its standard output.</returns>
    public async Task<string> SucceedAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.True(result.ExitCode == 0, $"Exit code {result.ExitCode}: {result.Error}{result.Output}");
        return result.Output;
    }

    /// <summary>Runs the command, which must succeed and print JSON.</summary>
    public async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        using var document = JsonDocument.Parse(await SucceedAsync(arguments));
        return document.RootElement.Clone();
    }

    /// <summary>Writes a file below <see cref="Home"/>.</summary>
    /// <param name="name">Its path there.</param>
    /// <param name="content">Its content.</param>
    /// <param name="mode">Its mode, as three octal digits.</param>
    /// <returns>Its absolute path.</returns>
    public string MakeFile(string name, string content, string mode = "644")
    {
        var path = Path.Combine(Home, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        HostFile.SetMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));
        return path;
    }

    /// <summary>The request of the main conversation with this prompt; exactly one must have reached the model.</summary>
    public RecordedRequest RequestOf(string prompt) => Assert.Single(Model.Requests, request => request.IsMain && request.PromptText == prompt);

    /// <summary>The ids of the workspace's containers, whatever their state.</summary>
    public async Task<IReadOnlyList<string>> ContainersAsync(string? role = null) =>
        [.. (await ListAsync()).Where(item => item.Workspace == Workspace && (role is null || item.Role == role)).Select(item => item.Id)];

    /// <summary>The workspace's only container.</summary>
    public async Task<string> ContainerAsync() => Assert.Single(await ContainersAsync());

    /// <summary>Waits until a process with this text in its command line lives in the container, or no longer does.</summary>
    public Task WaitForProcessAsync(string text, bool alive = true) => Eventually.IsTrueAsync(
        async () => (await ContainersAsync("prog")) is [var id] &&
            (await DockerCli.TryAsync("top", id, "-eo", "pid,args")).Output.Contains(text, StringComparison.Ordinal) == alive,
        $"a process with '{text}' is {(alive ? "there" : "gone")}");

    /// <summary>The containers of workspaces below a folder.</summary>
    public static async Task<IReadOnlyList<string>> ContainersBelowAsync(string folder) =>
        [.. (await ListAsync()).Where(item => item.Workspace.StartsWith(folder + "/", StringComparison.Ordinal)).Select(item => item.Id)];

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (await ContainersBelowAsync(Home) is { Count: > 0 } containers)
        {
            await DockerCli.RunAsync(["rm", "--force", "--volumes", .. containers]);
        }
    }

    // Docker's own filter drops blanks at the end of a value.
    private static async Task<IReadOnlyList<(string Id, string Role, string Workspace)>> ListAsync()
    {
        const string Format = """{{.ID}}={{.Label "claudebox.role"}}={{.Label "claudebox.workspace"}}""";
        var list = await DockerCli.RunAsync("ps", "--all", "--filter", "label=claudebox.role", "--format", Format);
        return [.. list.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 3)).Select(parts => (parts[0], parts[1], parts[2]))];
    }
}
