using System.Collections;
using System.Management.Automation;
using System.Net;
using System.Security;
using Claudebox.Testing;
using Claudebox.Testing.PowerShell;

namespace Claudebox.Module.Tests.EndToEnd;

/// <summary>A directory with an API server for it, and a shell; the container is removed at the end.</summary>
internal sealed class ServerBox : IAsyncDisposable
{
    private readonly EngineFixture _engine;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("claudebox-server-");
    private PSObject? _server;

    public ServerBox(EngineFixture engine)
    {
        _engine = engine;
        Shell.Location = Local;
    }

    public Shell Shell { get; } = Shell.WithModule(StagedModule.Manifest);

    /// <summary>The root of workspaces on this machine.</summary>
    public string Root => Directory.CreateDirectory(Path.Combine(_folder.FullName, "root")).FullName;

    /// <summary>Where the shell is.</summary>
    public string Local => Directory.CreateDirectory(Path.Combine(_folder.FullName, "local")).FullName;

    /// <summary>What <c>Start-ClaudeboxServer</c> gave.</summary>
    public PSObject Server => _server ?? throw new InvalidOperationException("No server was started.");

    public Uri Url => (Uri)Server.Properties["Url"].Value;

    public string Name => (string)Server.Properties["Name"].Value;

    public string Token => new NetworkCredential("", (SecureString)Server.Properties["Token"].Value).Password;

    /// <summary>Starts a server for tests that do not care how.</summary>
    public static ServerBox Start(EngineFixture engine)
    {
        var box = new ServerBox(engine);
        var result = box.Run("Start-ClaudeboxServer $root -Port 0 @box");
        Assert.Empty(result.AllErrors);
        box._server = Assert.Single(result.Output);
        return box;
    }

    /// <summary>Runs a script with <c>$server</c>, <c>$root</c>, and image and credentials as <c>@box</c>.</summary>
    public ShellResult Run(string script, params (string Name, object? Value)[] variables) => Shell.Run(script, [.. Variables(), .. variables]);

    /// <summary>Starts such a script.</summary>
    public ShellRun Begin(string script) => Shell.Start(script, Variables());

    /// <summary>The containers of the root, of any role.</summary>
    public async Task<IReadOnlyList<string>> ContainersAsync()
    {
        var list = await DockerCli.RunAsync("ps", "--all", "--filter", "label=claudebox.role", "--format", "{{.ID}}={{.Label \"claudebox.workspace\"}}");
        return [.. list.Split('\n').Select(line => line.Split('=', 2)).Where(pair => pair[^1] == Root).Select(pair => pair[0])];
    }

    public async ValueTask DisposeAsync()
    {
        Shell.Dispose();
        foreach (var container in await ContainersAsync())
        {
            await DockerCli.RunAsync("rm", "--force", "--volumes", container);
        }

        _folder.Delete(recursive: true);
    }

    private (string Name, object? Value)[] Variables() =>
    [
        ("root", Root),
        ("server", _server),
        ("box", new Hashtable
        {
            ["Image"] = _engine.Image,
            ["NoDockerSocket"] = true,
            ["Environment"] = new Hashtable
            {
                ["ANTHROPIC_BASE_URL"] = ContainerHost.BaseUrlInside(_engine.Simulator),
                ["ANTHROPIC_API_KEY"] = Box.Secret,
                ["NO_PROXY"] = ContainerHost.Name,
            },
        }),
    ];
}
