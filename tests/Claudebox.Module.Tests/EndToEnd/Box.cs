using System.Collections;
using System.Text.Json;
using Claudebox.Testing;
using Claudebox.Testing.PowerShell;

namespace Claudebox.Module.Tests.EndToEnd;

/// <summary>A workspace of one test, and a shell in it; its container is removed at the end.</summary>
internal sealed class Box : IAsyncDisposable
{
    public const string Secret = "sk-secret-of-the-test-0123456789";

    private readonly EngineFixture _engine;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("claudebox-e2e-");

    public Box(EngineFixture engine)
    {
        _engine = engine;
        Shell.Location = _folder.FullName;
    }

    public Shell Shell { get; } = Shell.WithModule(StagedModule.Manifest);

    public string Workspace => _folder.FullName;

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

    /// <summary>Runs a script in which <c>@box</c> stands for image and credentials.</summary>
    public ShellResult Run(string script) => Shell.Run(script, ("box", Common));

    /// <summary>Starts such a script.</summary>
    public ShellRun Start(string script) => Shell.Start(script, ("box", Common));

    /// <summary>The workspace's container, from its label.</summary>
    public async Task<string> ContainerAsync() =>
        (await DockerCli.RunAsync("ps", "--all", "--quiet", "--filter", $"label=claudebox.workspace={Workspace}")).Trim();

    /// <summary>Whether a process with this text in its command line lives in the container.</summary>
    public async Task<bool> IsAliveAsync(string text) =>
        await ContainerAsync() is { Length: > 0 } container &&
        (await DockerCli.RunAsync("ps", "--quiet", "--filter", $"id={container}")).Length > 0 &&
        (await DockerCli.RunAsync("top", container, "-eo", "pid,args")).Contains(text, StringComparison.Ordinal);

    /// <summary>The recorded state of a run.</summary>
    public string StatusOf(string runId)
    {
        var file = Path.Combine(_engine.DataDirectory, "claudebox", "runs", runId, "run.json");
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return document.RootElement.GetProperty("status").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        Shell.Dispose();
        if (await ContainerAsync() is { Length: > 0 } container)
        {
            await DockerCli.RunAsync("rm", "--force", "--volumes", container);
        }

        _folder.Delete(recursive: true);
    }
}
