using System.Collections;
using Claudebox.Testing;
using Claudebox.Testing.PowerShell;

namespace Claudebox.Module.Tests.EndToEnd;

/// <summary>A workspace of one test, and a shell in it; its container is removed at the end.</summary>
internal sealed class Box : IAsyncDisposable
{
    public const string Secret = "sk-secret-of-the-test-0123456789";

    private readonly EngineFixture _engine;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("claudebox-e2e-");

    /// <param name="engine">The fixture.</param>
    /// <param name="name">The workspace: a name in <see cref="Parent"/>, or a whole path; <see cref="Parent"/> itself when null.</param>
    public Box(EngineFixture engine, string? name = null)
    {
        _engine = engine;
        Workspace = name is null ? Parent : Directory.CreateDirectory(Path.Combine(Parent, name)).FullName;
        Shell.Location = Workspace;
    }

    public Shell Shell { get; } = Shell.WithModule(StagedModule.Manifest);

    public string Workspace { get; }

    public string Parent => _folder.FullName;

    /// <summary>Image and credentials, for splatting.</summary>
    public Hashtable Common => new()
    {
        ["Image"] = _engine.Image,
        ["NoDockerSocket"] = true,
        ["Environment"] = new Hashtable
        {
            ["ANTHROPIC_BASE_URL"] = ContainerHost.BaseUrlInside(_engine.Simulator),
            ["ANTHROPIC_API_KEY"] = Secret,
            ["NO_PROXY"] = ContainerHost.Name,
        },
    };

    /// <summary>The same as options of the command <c>claudebox</c>.</summary>
    public object[] CommonOptions =>
    [
        "--image", _engine.Image, "--no-docker-socket",
        .. ((Hashtable)Common["Environment"]!).Cast<DictionaryEntry>().SelectMany(entry => new object[] { "--env", $"{entry.Key}={entry.Value}" }),
    ];

    /// <summary>Runs a script in which <c>@box</c> stands for image and credentials, and <c>@cli</c> for the same as options.</summary>
    public ShellResult Run(string script) => Shell.Run(script, ("box", Common), ("cli", CommonOptions));

    /// <summary>Starts such a script.</summary>
    public ShellRun Start(string script) => Shell.Start(script, ("box", Common), ("cli", CommonOptions));

    /// <summary>The workspace's container, from its label; empty when there is none.</summary>
    public async Task<string> ContainerAsync()
    {
        // Docker's own filter drops blanks at the end of a value.
        var list = await DockerCli.RunAsync("ps", "--all", "--filter", "label=claudebox.role", "--format", "{{.ID}}={{.Label \"claudebox.workspace\"}}");
        return list.Split('\n').Select(line => line.Split('=', 2)).SingleOrDefault(pair => pair[^1] == Workspace)?[0] ?? "";
    }

    /// <summary>The processes in the container, by Docker's view; empty when it does not run.</summary>
    public async Task<string> ProcessesAsync() =>
        await ContainerAsync() is { Length: > 0 } container &&
        (await DockerCli.RunAsync("ps", "--quiet", "--filter", $"id={container}")).Length > 0
            ? await DockerCli.RunAsync("top", container, "-eo", "pid,args")
            : "";

    /// <summary>Whether a process with this text in its command line lives in the container.</summary>
    public async Task<bool> IsAliveAsync(string text) => (await ProcessesAsync()).Contains(text, StringComparison.Ordinal);

    /// <summary>Waits until a process with this text in its command line lives in the container, or no longer does.</summary>
    public Task WaitForProcessAsync(string text, bool alive = true) => Eventually.IsTrueAsync(async () => await IsAliveAsync(text) == alive);

    /// <summary>The recorded state of a run.</summary>
    public string StatusOf(string runId) => RunState.Read(Path.Combine(FolderOf(runId), "run.json")).Status;

    /// <summary>The recorded states of this workspace's runs, the oldest first.</summary>
    public IReadOnlyList<RunState> Runs() =>
    [
        .. Directory.GetFiles(Path.Combine(_engine.DataDirectory, "claudebox", "runs"), "run.json", SearchOption.AllDirectories)
            .Select(RunState.Read)
            .Where(run => run.Workspace == Workspace)
            .OrderBy(run => run.SubmittedAt),
    ];

    /// <summary>The recorded events of a run.</summary>
    public byte[] EventsOf(string runId) => File.ReadAllBytes(Path.Combine(FolderOf(runId), "events.ndjson"));

    public async ValueTask DisposeAsync()
    {
        Shell.Dispose();
        if (await ContainerAsync() is { Length: > 0 } container)
        {
            await DockerCli.RunAsync("rm", "--force", "--volumes", container);
        }

        _folder.Delete(recursive: true);
    }

    private string FolderOf(string runId) => Path.Combine(_engine.DataDirectory, "claudebox", "runs", runId);
}
