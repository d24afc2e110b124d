using System.Reflection;
using Claudebox.Docker;
using Claudebox.Testing;

namespace Claudebox.Image.Tests;

/// <summary>What all tests of the image share: the image, an engine, the model simulator.</summary>
public class ImageFixture : IAsyncLifetime
{
    private ModelSimulator? _simulator;
    private ClaudeboxEngine? _engine;

    /// <summary>The image, as <c>dotnet run build.cs image --minimal</c> makes it.</summary>
    public static string Image { get; } = Environment.GetEnvironmentVariable("CLAUDEBOX_TEST_IMAGE") ?? $"claudebox:{Version}-minimal";

    public static string Version => typeof(ClaudeboxEngine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public ModelSimulator Simulator => _simulator ?? throw new InvalidOperationException("The fixture is not started.");

    public ClaudeboxEngine Engine => _engine ?? throw new InvalidOperationException("The fixture is not started.");

    public virtual async ValueTask InitializeAsync()
    {
        // Without the image every test would fail in its own way; this says what is missing.
        await DockerCli.RunAsync("image", "inspect", "--format", "{{.Id}}", Image);
        _simulator = await ContainerHost.StartSimulatorAsync();
        _engine = await ClaudeboxEngine.ConnectAsync(new EngineOptions());
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        if (_simulator is not null)
        {
            await _simulator.DisposeAsync();
        }
    }
}

/// <summary>Tests with real containers; one after the other, as they share a machine.</summary>
[CollectionDefinition(Name)]
public sealed class ImageCollection : ICollectionFixture<ImageFixture>
{
    public const string Name = "Image";
}
