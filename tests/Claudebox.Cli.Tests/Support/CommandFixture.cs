using Claudebox.Cli.Tests.Support;
using Claudebox.Docker;
using Claudebox.Testing;

[assembly: AssemblyFixture(typeof(CommandFixture))]

namespace Claudebox.Cli.Tests.Support;

/// <summary>What all tests of the command share: the model simulator, and a folder for their workspaces.</summary>
public sealed class CommandFixture : IAsyncLifetime
{
    /// <summary>The command as it was built.</summary>
    public static string Program { get; } = Repository.PathOf("src", "Claudebox.Cli", "bin", "Release", "net10.0", "claudebox");

    /// <summary>The image under test: <c>dotnet run build.cs image</c> makes it.</summary>
    public static string Image { get; } = Environment.GetEnvironmentVariable("CLAUDEBOX_TEST_IMAGE") is { Length: > 0 } named ? named
        : $"claudebox:{ClaudeboxVersion.Current}-minimal";

    /// <summary>Holds every workspace.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("claudebox-cli-tests-").FullName;

    /// <summary>The simulated model.</summary>
    public ModelSimulator Model { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        // Without the image every test would fail in its own way; this says what is missing.
        await DockerCli.RunAsync("image", "inspect", "--format", "{{.Id}}", Image);
        Model = await ContainerHost.StartSimulatorAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Model is not null)
        {
            await Model.DisposeAsync();
        }

        var left = await CommandBox.ContainersBelowAsync(Root);
        if (left.Count > 0)
        {
            await DockerCli.RunAsync(["rm", "--force", "--volumes", .. left]);
        }

        Directory.Delete(Root, recursive: true);
        Assert.Empty(left);
    }
}
