using Claudebox.Docker.Tests.Support;
using Claudebox.Runs;

namespace Claudebox.Docker.Tests.Images;

public sealed class ImagePolicyTests(EngineFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_image_is_built_again_when_the_package_carries_another_context()
    {
        var image = fixture.ImageOf(fixture.NewImageName(), "COPY content /content");
        await WriteAsync(image, "content", "first");
        await WriteAsync(image, "context.json", Manifest("first"));
        var first = await PrepareAsync(image, ImagePolicy.IfNewer);

        // Only the digest counts: it is what the build says of all that goes into the image.
        await WriteAsync(image, "content", "second");
        var same = await PrepareAsync(Reopened(image), ImagePolicy.IfNewer);
        await WriteAsync(image, "context.json", Manifest("second"));
        var missing = await PrepareAsync(Reopened(image), ImagePolicy.IfMissing);
        var second = await PrepareAsync(Reopened(image), ImagePolicy.IfNewer);
        var again = await PrepareAsync(Reopened(image), ImagePolicy.IfNewer);

        Assert.Equal((true, "9.9.9"), (first.IsNew, first.ClaudeCode));
        Assert.Equal((first.Id, false), (same.Id, same.IsNew));
        Assert.Equal((first.Id, false), (missing.Id, missing.IsNew));
        Assert.Equal((true, first.Id), (second.IsNew, second.ReplacedId));
        Assert.Equal((second.Id, false, null), (again.Id, again.IsNew, again.ReplacedId));
    }

    [Fact]
    public async Task Forced_it_is_built_without_what_earlier_builds_left()
    {
        var image = fixture.ImageOf(fixture.NewImageName(), "RUN head -c 16 /dev/urandom > /random");
        var first = await PrepareAsync(image, ImagePolicy.IfMissing);

        var second = await PrepareAsync(image, ImagePolicy.Always);

        Assert.Equal((true, first.Id), (second.IsNew, second.ReplacedId));
    }

    [Fact]
    public async Task A_context_without_a_server_for_the_engine_says_so()
    {
        var image = fixture.ImageOf(fixture.NewImageName());
        await WriteAsync(image, "context.json", """{"claudeCode":"9.9.9","digests":{"sparc":"x"}}""");

        var failure = await Assert.ThrowsAsync<ClaudeboxException>(() => PrepareAsync(image, ImagePolicy.IfMissing));

        Assert.Equal(FailureCode.ImageBuildFailed, failure.Code);
        Assert.Contains($"no server for the engine's architecture, {fixture.Api.Architecture}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_may_come_as_a_compressed_archive()
    {
        var directory = fixture.NewContext("COPY content /content");
        await File.WriteAllTextAsync(Path.Combine(directory, "content"), Guid.NewGuid().ToString(), Token);
        var archive = await CompressAsync(directory);
        var image = fixture.ImageOf(fixture.NewImageName()) with
        {
            Context = BuildContext.OfArchive(name => new MemoryStream(name == "context.json" ? System.Text.Encoding.UTF8.GetBytes(Manifest("archived")) : archive)),
        };

        var made = await PrepareAsync(image, ImagePolicy.IfNewer);

        Assert.True(made.IsNew);
        Assert.Equal("archived", (await new ImageStore(fixture.Api).FindAsync(made.Reference, Token))!.Config!.Labels!["claudebox.context"]);
    }

    [Fact]
    public async Task An_image_that_something_needs_is_not_removed()
    {
        var name = await fixture.BuildAsync("LABEL a=1");
        var container = await fixture.Api.CallAsync(
            (client, token) => client.Containers.CreateContainerAsync(new() { Image = name }, token), Token);

        Assert.Contains(name, await fixture.Engine.ListImagesAsync(Token));
        Assert.False(await fixture.Engine.RemoveImageAsync(name, Token));
        await new ContainerLifecycle(fixture.Api).RemoveAsync(container.ID, Token);
        Assert.True(await fixture.Engine.RemoveImageAsync(name, Token));
        Assert.True(await fixture.Engine.RemoveImageAsync(name, Token));
        Assert.False(await ExistsAsync(name));
    }

    private static string Manifest(string digest) =>
        $$$"""{"claudeCode":"9.9.9","digests":{"x64":"{{{digest}}}","arm64":"{{{digest}}}"}}""";

    private static Task WriteAsync(ImageChoice image, string name, string content) => File.WriteAllTextAsync(Path.Combine(image.Context!.ToString(), name), content, Token);

    // As another process would see the context.
    private static ImageChoice Reopened(ImageChoice image) => image with { Context = BuildContext.OfDirectory(image.Context!.ToString()) };

    private static async Task<byte[]> CompressAsync(string directory)
    {
        using var buffer = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(buffer, System.IO.Compression.CompressionLevel.Fastest))
        {
            await System.Formats.Tar.TarFile.CreateFromDirectoryAsync(directory, gzip, includeBaseDirectory: false, Token);
        }

        return buffer.ToArray();
    }

    private Task<PreparedImage> PrepareAsync(ImageChoice image, ImagePolicy policy) => new ImageStore(fixture.Api).PrepareAsync(image, policy, null, Token);

    private async Task<bool> ExistsAsync(string name) => await new ImageStore(fixture.Api).FindAsync(name, Token) is not null;
}
