using Claudebox.Docker;
using Claudebox.Events;
using Claudebox.Runs;
using Claudebox.Testing;

namespace Claudebox.Image.Tests;

/// <summary>A workspace and a data directory on the host, and the real container that goes with them; all removed at the end.</summary>
internal sealed class Box : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ImageFixture _fixture;
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("claudebox-image-");
    private WorkspaceConnection? _connection;

    public Box(ImageFixture fixture)
    {
        _fixture = fixture;
        // The directories' own owners must be able to come here.
        File.SetUnixFileMode(_root.FullName, File.GetUnixFileMode(_root.FullName) | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
        Workspace = _root.CreateSubdirectory("workspace").FullName;
        Data = _root.CreateSubdirectory("data").FullName;
        Ssh = Path.Combine(_root.FullName, "ssh");
    }

    /// <summary>The image of the container.</summary>
    public string Image { get; set; } = ImageFixture.Image;

    /// <summary>Settings of the host, as environment variables.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public string Workspace { get; }

    public string Data { get; }

    /// <summary>Where SSH keys are looked for; not made.</summary>
    public string Ssh { get; }

    /// <summary>Where the agent's own configuration lies when it cannot use the data directory's.</summary>
    public string Owners => Path.Combine(Data, "claudebox", "owners");

    public string Id => Connection.Container.Id;

    private WorkspaceConnection Connection => _connection ?? throw new InvalidOperationException("The box is not open.");

    /// <summary>Makes the container and waits for its server.</summary>
    public async Task<Box> OpenAsync(bool dockerSocket = false, long idleSeconds = 0)
    {
        using var deadline = new CancellationTokenSource(Patience);
        await CloseAsync();
        _connection = await _fixture.Engine.OpenWorkspaceAsync(
            new WorkspaceOptions
            {
                Workspace = Workspace,
                DataDirectory = Data,
                SshDirectory = Ssh,
                Image = Image,
                DockerSocket = dockerSocket,
                IdleSeconds = idleSeconds,
                Variables = Settings,
            },
            progress: null,
            deadline.Token);
        return this;
    }

    /// <summary>Runs a prompt to its end.</summary>
    /// <param name="word">The prompt.</param>
    /// <param name="runId">The run's id; a new one unless given.</param>
    public async Task<BoxedRun> RunAsync(ScenarioWord word, string? runId = null)
    {
        using var deadline = new CancellationTokenSource(Patience);
        var request = new RunRequest
        {
            Prompt = word.ToString(),
            Environment = new Dictionary<string, string>
            {
                ["ANTHROPIC_BASE_URL"] = ContainerHost.BaseUrlInside(_fixture.Simulator),
                ["ANTHROPIC_API_KEY"] = "simulator",
                ["NO_PROXY"] = ContainerHost.Name,
            },
        };
        var events = new List<ClaudeEvent>();
        RunRecord? final = null;
        await foreach (var update in Connection.Server.RunAsync(request, runId ?? Guid.NewGuid().ToString("N"), deadline.Token))
        {
            if (update.Record is { } record)
            {
                final = record;
            }
            else
            {
                events.Add(ClaudeEvent.Parse(update.Line));
            }
        }

        return new BoxedRun(events, final!);
    }

    /// <summary>What the agent sees when it runs a command with its Bash tool.</summary>
    public async Task<string> BashAsync(string command)
    {
        var run = await RunAsync(new ScenarioWord("bash").With("command", command));
        Assert.Equal(RunStatus.Completed, run.Final.Status);
        return run.ToolOutput;
    }

    /// <summary>Runs a program in the container as a user, in no login shell.</summary>
    public Task<(int Code, string Output, string Error)> ExecAsync(string user, params string[] command) =>
        DockerCli.TryAsync(["exec", "--user", user, Id, .. command]);

    /// <summary>The container's log, both streams.</summary>
    public async Task<string> LogAsync()
    {
        var (_, output, error) = await DockerCli.TryAsync("logs", Id);
        return output + error;
    }

    /// <summary>Removes the container; the directories stay.</summary>
    public async Task RemoveContainerAsync()
    {
        await CloseAsync();
        foreach (var container in await _fixture.Engine.ListContainersAsync(Workspace))
        {
            await DockerCli.RunAsync("rm", "--force", "--volumes", container.Id);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await RemoveContainerAsync();
        _root.Delete(recursive: true);
    }

    /// <summary>Closes the connection to the server.</summary>
    public async Task CloseAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }
}
