using Claudebox.Docker.Tests.Support;
using Claudebox.Runs;
using Xunit;

namespace Claudebox.Docker.Tests.Images;

public sealed class ImageStoreTests(EngineFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_missing_image_is_built_with_progress_and_found_afterwards()
    {
        var progress = new List<EngineProgress>();
        var image = fixture.ImageOf(fixture.NewImageName(), "COPY Dockerfile /copied", "RUN echo a line of output");
        var made = await PrepareAsync(image, progress: new Reporter(progress));
        Assert.StartsWith("sha256:", made.Id, StringComparison.Ordinal);
        Assert.True(made.IsNew);
        Assert.Contains(progress, p => p.Status == "a line of output");
        Assert.Contains(progress, p => p.Status.StartsWith("Step 4/4", StringComparison.Ordinal) && p.PercentComplete == 75);
        var found = await PrepareAsync(image with { WhenMissing = ImageChoice.Fail });
        Assert.Equal((made.Id, false), (found.Id, found.IsNew));
    }

    [Fact]
    public async Task A_failing_build_shows_the_last_output_of_the_failing_step()
    {
        var image = fixture.ImageOf(fixture.NewImageName(), "RUN echo earlier", "RUN echo something is broken >&2; exit 9");
        var exception = await FailsAsync(image, FailureCode.ImageBuildFailed);
        Assert.Contains("something is broken", exception.Message, StringComparison.Ordinal);
        Assert.Contains("non-zero code: 9", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("earlier", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dockerfile_that_cannot_be_read_is_a_failing_build() =>
        await FailsAsync(fixture.ImageOf(fixture.NewImageName(), "NONSENSE"), FailureCode.ImageBuildFailed);

    [Fact]
    public async Task A_base_image_that_cannot_be_had_says_what_to_do()
    {
        var image = fixture.ImageOf(fixture.NewImageName()) with { BaseImage = "registry.invalid/no/such:1" };
        var exception = await FailsAsync(image, FailureCode.ImageBuildFailed);
        Assert.Contains("dotnet run build.cs image", exception.Message, StringComparison.Ordinal);
        Assert.Contains("BASE_IMAGE", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_can_be_cancelled()
    {
        var image = fixture.ImageOf(fixture.NewImageName(), "RUN echo begun; sleep 600");
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var progress = new List<EngineProgress>();
        var build = new ImageStore(fixture.Api).PrepareAsync(image, ImagePolicy.IfMissing, new Reporter(progress), source.Token);
        await Eventually.TrueAsync(() =>
        {
            lock (progress)
            {
                return progress.Exists(p => p.Status == "begun");
            }
        });
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => build);
    }

    [Fact]
    public async Task A_named_image_that_is_missing_is_not_built()
    {
        await using var workspace = new TestWorkspace(fixture);
        var exception = await Assert.ThrowsAsync<ClaudeboxException>(() => workspace.OpenAsync(workspace.Options with { Image = "claudebox-docker-tests:missing" }));
        Assert.Equal(FailureCode.ImageNotFound, exception.Code);
        Assert.Contains("claudebox-docker-tests:missing", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_cannot_be_pulled_is_not_found()
    {
        var image = fixture.ImageOf("registry.invalid/no/such:1") with { WhenMissing = ImageChoice.Pull };
        Assert.Contains("pulling failed", (await FailsAsync(image, FailureCode.ImageNotFound)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Not an image name")]
    [InlineData("UPPER/case:1")]
    public async Task A_name_that_cannot_be_is_an_error(string name)
    {
        var exception = await Assert.ThrowsAsync<ClaudeboxException>(
            () => PrepareAsync(fixture.ImageOf(name) with { WhenMissing = ImageChoice.Fail }));
        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
        Assert.True(exception.Code is FailureCode.InvalidRequest or FailureCode.ImageNotFound);
    }

    [Theory]
    [InlineData("LABEL claudebox.version=", "is not an image of Claudebox")]
    [InlineData("LABEL claudebox.protocol=2", "speaks protocol 2")]
    public async Task Images_of_others_and_of_other_protocols_are_refused(string line, string part)
    {
        var exception = await FailsAsync(fixture.ImageOf(fixture.NewImageName(), line), FailureCode.ImageIncompatible);
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
    }

    private Task<PreparedImage> PrepareAsync(ImageChoice image, ImagePolicy policy = ImagePolicy.IfMissing, IProgress<EngineProgress>? progress = null) =>
        new ImageStore(fixture.Api).PrepareAsync(image, policy, progress, Token);

    private async Task<ClaudeboxException> FailsAsync(ImageChoice image, FailureCode code)
    {
        var exception = await Assert.ThrowsAsync<ClaudeboxException>(() => PrepareAsync(image));
        Assert.Equal(code, exception.Code);
        return exception;
    }

    private sealed class Reporter(List<EngineProgress> list) : IProgress<EngineProgress>
    {
        public void Report(EngineProgress value)
        {
            lock (list)
            {
                list.Add(value);
            }
        }
    }
}
