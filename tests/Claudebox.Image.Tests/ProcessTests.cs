using Claudebox.Testing;

namespace Claudebox.Image.Tests;

/// <summary>A run is over only when its processes are gone.</summary>
[Collection(ImageCollection.Name)]
public sealed class ProcessTests(ImageFixture image)
{
    [Theory]
    [InlineData("setsid -f sleep 7771 > /dev/null 2>&1; echo started")]
    [InlineData("sudo setsid -f sleep 7771 > /dev/null 2>&1; echo started")]
    public async Task What_a_run_left_in_the_background_ends_with_it(string command)
    {
        await using var box = new Box(image);
        HostFiles.ChangeOwner("1000:1000", box.Workspace);
        HostFiles.ChangeOwner("1000:1000", box.Data);
        await box.OpenAsync();

        Assert.Equal("started", await box.BashAsync(command));

        Assert.DoesNotContain("sleep 7771", await DockerCli.RunAsync("top", box.Id), StringComparison.Ordinal);
    }
}
