using System.Text.Json.Nodes;
using Claudebox.Docker;
using Claudebox.Testing;

namespace Claudebox.Image.Tests;

/// <summary>
/// The full image, built as the command and the cmdlets build one, on the base that the minimal image has. It comes from package
/// registries only: nothing else can be counted on where tests run. A box of it is shared by the tests that change nothing.
/// </summary>
public sealed class FullImageFixture : ImageFixture
{
    private const string Ubuntu = "ubuntu:24.04";
    private const string LocalDebian = "claudebox-base:debian13";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private Box? _box;

    /// <summary>The image.</summary>
    public static string FullImage { get; } = Environment.GetEnvironmentVariable("CLAUDEBOX_TEST_FULL_IMAGE") ?? "claudebox-test:full";

    /// <summary>What the image says of its tools.</summary>
    public JsonNode Tools { get; private set; } = null!;

    /// <summary>The base that it was built on.</summary>
    public string Base { get; private set; } = "";

    /// <summary>Whether that is the promised one, whose own packages have no kubectl.</summary>
    public bool IsUbuntu => Base == Ubuntu;

    internal Box Box => _box ?? throw new InvalidOperationException("The fixture is not started.");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Base = (await DockerCli.TryAsync("image", "inspect", Ubuntu)).Code == 0 ? Ubuntu : LocalDebian;
        if (Environment.GetEnvironmentVariable("CLAUDEBOX_TEST_FULL_IMAGE") is null)
        {
            await BuildAsync();
        }

        _box = await new Box(this) { Image = FullImage }.OpenAsync();
        Tools = JsonNode.Parse((await _box.ExecAsync("claude", "cat", "/opt/claudebox/tools.json")).Output)!;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_box is not null)
        {
            await _box.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    // The steps up to the stage "common" are those of the minimal image, and not made again.
    private async Task BuildAsync()
    {
        var choice = new ImageChoice
        {
            Reference = FullImage,
            Variant = "full",
            WhenMissing = ImageChoice.Build,
            BaseImage = Base,
            RegistriesOnly = true,
            Context = BuildContext.OfDirectory(Repository.PathOf("output", "image")),
        };
        using var deadline = new CancellationTokenSource(Patience);
        await Engine.PrepareImageAsync(choice, ImagePolicy.IfNewer, progress: null, deadline.Token);
    }
}

/// <summary>Tests with the full image, beside those with the minimal one.</summary>
[CollectionDefinition(Name)]
public sealed class FullImageCollection : ICollectionFixture<FullImageFixture>
{
    public const string Name = "Full image";
}
