using Claudebox.Runs;
using Claudebox.Docker.Tests.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(EngineFixture))]

namespace Claudebox.Docker.Tests.Support;

/// <summary>The engine of this computer and the image under test; at the end no container of these tests may be left.</summary>
public sealed class EngineFixture : IAsyncLifetime
{
    private readonly List<string> _images = [];

    /// <summary>Holds every workspace of these tests.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("claudebox-docker-tests-").FullName;

    /// <summary>The image under test: <c>dotnet run build.cs image</c> makes it.</summary>
    public string Image { get; } = Environment.GetEnvironmentVariable("CLAUDEBOX_TEST_IMAGE") is { Length: > 0 } named ? named : ImageChoice.DefaultName("minimal");

    /// <summary>Variables that set nothing, and keep out what this computer's user configured.</summary>
    public IReadOnlyDictionary<string, string> NoSettings => new Dictionary<string, string> { ["CLAUDEBOX_CONFIG"] = Path.Combine(Root, "no-configuration.json") };

    public ClaudeboxEngine Engine { get; private set; } = null!;

    internal EngineApi Api { get; private set; } = null!;

    internal static EngineOptions Options { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Engine = await ClaudeboxEngine.ConnectAsync(Options);
        Api = await EngineApi.ConnectAsync(EndpointResolver.For(Options).Resolve(null), TimeSpan.FromSeconds(10), default);
        try
        {
            await Api.CallAsync((client, token) => client.Images.InspectImageAsync(Image, token), default);
        }
        catch (global::Docker.DotNet.DockerApiException exception)
        {
            throw new InvalidOperationException($"The image {Image} does not exist; make it with: dotnet run build.cs image", exception);
        }
    }

    /// <summary>Reserves the name of an image that is removed at the end.</summary>
    public string NewImageName()
    {
        var name = $"claudebox-docker-tests:{Guid.NewGuid():N}";
        lock (_images)
        {
            _images.Add(name);
        }

        return name;
    }

    /// <summary>Builds a small image.</summary>
    internal async Task<string> BuildAsync(params string[] dockerfile)
    {
        var name = NewImageName();
        await new ImageStore(Api).PrepareAsync(ImageOf(name, dockerfile), ImagePolicy.IfMissing, null, TestContext.Current.CancellationToken);
        return name;
    }

    /// <summary>An image that is to be built from a Dockerfile of these lines.</summary>
    internal ImageChoice ImageOf(string name, params string[] dockerfile) => new()
    {
        Reference = name,
        BaseImage = Image,
        Variant = "minimal",
        WhenMissing = ImageChoice.Build,
        Context = BuildContext.OfDirectory(NewContext(dockerfile)),
    };

    /// <summary>A directory with a Dockerfile of these lines.</summary>
    internal string NewContext(params string[] dockerfile)
    {
        var context = Directory.CreateDirectory(Path.Combine(Root, Guid.NewGuid().ToString("N"))).FullName;
        File.WriteAllLines(Path.Combine(context, "Dockerfile"), ["ARG BASE_IMAGE", "FROM ${BASE_IMAGE} AS minimal", .. dockerfile]);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (Engine is null || Api is null)
        {
            return;
        }

        var left = (await Engine.ListContainersAsync()).Where(container => container.Workspace.StartsWith(Root, StringComparison.Ordinal)).ToList();
        foreach (var container in left)
        {
            await Engine.RemoveContainerAsync(container);
        }

        foreach (var image in _images)
        {
            try
            {
                await Api.CallAsync((client, token) => client.Images.DeleteImageAsync(image, new global::Docker.DotNet.Models.ImageDeleteParameters { Force = true }, token), default);
            }
            catch (global::Docker.DotNet.DockerApiException)
            {
                // Its test never got as far as making it.
            }
        }

        await Engine.DisposeAsync();
        Api.Dispose();
        Directory.Delete(Root, recursive: true);
        Assert.Empty(left.Select(container => $"{container.Name} ({container.State})"));
    }
}
