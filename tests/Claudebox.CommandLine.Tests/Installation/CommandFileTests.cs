using Claudebox.CommandLine.Installation;

namespace Claudebox.CommandLine.Tests.Installation;

public sealed class CommandFileTests : IDisposable
{
    private readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_command_that_is_there_stays_when_the_new_one_cannot_take_its_place(bool mayRun)
    {
        var target = _home.MakeFile("bin/claudebox", "old");

        Assert.ThrowsAny<IOException>(() => CommandFile.Move(_home.In("bin", "missing"), target, mayRun));

        Assert.Equal("old", File.ReadAllText(target));
        Assert.Equal([target], Directory.EnumerateFiles(_home.In("bin")));
    }

    [Fact]
    public async Task A_copy_that_cannot_be_made_leaves_nothing_behind()
    {
        var target = _home.MakeFile("bin/claudebox", "old");

        await Assert.ThrowsAnyAsync<IOException>(() => CommandFile.CopyAsync(_home.In("missing"), target, TestContext.Current.CancellationToken));
        Assert.Equal([target], Directory.EnumerateFiles(_home.In("bin")));

        await CommandFile.CopyAsync(_home.MakeFile("new", "new"), target, TestContext.Current.CancellationToken);
        Assert.Equal("new", File.ReadAllText(target));
        Assert.Equal([target], Directory.EnumerateFiles(_home.In("bin")));
    }
}
