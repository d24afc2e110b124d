using Claudebox.Testing;

namespace Claudebox.Module.Tests.EndToEnd;

/// <summary>What all end-to-end tests share: the model simulator, a data directory, and the image.</summary>
public sealed class EngineFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("claudebox-data-");
    private ModelSimulator? _simulator;

    public ModelSimulator Simulator => _simulator ?? throw new InvalidOperationException("The fixture is not started.");

    private ServerBox? _server;

    /// <summary>A server that the tests of its clients share; it is started when the first one asks.</summary>
    internal ServerBox Server => _server ??= ServerBox.Start(this);

    public string DataDirectory => _data.FullName;

    public string Image { get; } = Environment.GetEnvironmentVariable("CLAUDEBOX_TEST_IMAGE") ?? $"claudebox:{Path.GetFileName(StagedModule.Folder)}-minimal";

    public async ValueTask InitializeAsync()
    {
        // Without the image every test would fail in its own way; this says what to do.
        await DockerCli.RunAsync("image", "inspect", "--format", "{{.Id}}", Image);
        Environment.SetEnvironmentVariable("CLAUDEBOX_DATA_DIR", DataDirectory);

        // What a test does not give, no run has; least of all someone's real credentials.
        foreach (var name in (string[])["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"])
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        _simulator = await ContainerHost.StartSimulatorAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        if (_simulator is not null)
        {
            await _simulator.DisposeAsync();
        }

        Environment.SetEnvironmentVariable("CLAUDEBOX_DATA_DIR", null);
        _data.Delete(recursive: true);
    }
}

/// <summary>Tests with real containers; one after the other, as they share a machine.</summary>
[CollectionDefinition(Name)]
public sealed class EngineCollection : ICollectionFixture<EngineFixture>
{
    public const string Name = "EndToEnd";
}
