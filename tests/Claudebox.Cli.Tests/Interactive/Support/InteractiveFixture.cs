using Claudebox.Cli.Tests.Interactive.Support;
using Claudebox.Docker;
using Claudebox.Testing;

[assembly: AssemblyFixture(typeof(InteractiveFixture))]

namespace Claudebox.Cli.Tests.Interactive.Support;

/// <summary>The model of all tests with a terminal, and the folder that their workspaces lie in.</summary>
public sealed class InteractiveFixture : IAsyncLifetime
{
    /// <summary>The command, as it was built.</summary>
    public static string Program { get; } = Repository.PathOf("src", "Claudebox.Cli", "bin", "Release", "net10.0", "claudebox");

    /// <summary>The image under test: <c>dotnet run build.cs image</c> makes it.</summary>
    public static string Image { get; } = Environment.GetEnvironmentVariable("CLAUDEBOX_TEST_IMAGE") is { Length: > 0 } named ? named
        : $"claudebox:{typeof(ClaudeboxEngine).Assembly.GetName().Version!.ToString(3)}-minimal";

    /// <summary>Holds every workspace.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("claudebox-interactive-tests-").FullName;

    /// <summary>The simulated model.</summary>
    public ModelSimulator Model { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsWindows())
        {
            // Owners of workspaces, whoever they are, have to get through.
            File.SetUnixFileMode(Root, (UnixFileMode)0b111_101_101);
        }

        Model = await ContainerHost.StartSimulatorAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Model.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }
}
