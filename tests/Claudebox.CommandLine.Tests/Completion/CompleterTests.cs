using Claudebox.CommandLine.Tests.Support;

namespace Claudebox.CommandLine.Tests.Completion;

/// <summary>What may stand at the cursor; PowerShell asks in this way.</summary>
public sealed class CompleterTests
{
    [Theory]
    [InlineData("claudebox ", "stop")]
    [InlineData("claudebox --", "--model")]
    [InlineData("claudebox -", "-p")]
    [InlineData("claudebox stop --", "--prog")]
    [InlineData("claudebox \"a prompt\" --mod", "--model")]
    [InlineData("claudebox --effort=", "--effort=high")]
    [InlineData("claudebox help lo", null)]
    [InlineData("claudebox", null)]
    [InlineData("claudebox 'it is sto", null)]
    [InlineData("claudebox --resume ", null)]
    public async Task Words_that_fit_are_offered(string line, string? offered)
    {
        var items = await CompleteAsync(line, line.Length);

        Assert.Equal(offered is not null, items.Count > 0);
        if (offered is not null)
        {
            Assert.Contains(items, item => item.Text == offered);
            Assert.DoesNotContain(items, item => item.Text is "complete");
        }
    }

    [Fact]
    public async Task What_stands_behind_the_cursor_does_not_count()
    {
        Assert.Equal(["--model"], (await CompleteAsync("claudebox --mod opus", "claudebox --mod".Length)).Select(item => item.Text));

        // PowerShell does not count the blank at a line's end among the line.
        Assert.Contains(await CompleteAsync("claudebox --output-format", "claudebox --output-format".Length + 1), item => item.Text == "json");
    }

    [Fact]
    public async Task Words_come_with_what_they_mean() =>
        Assert.All(await CompleteAsync("claudebox ", "claudebox ".Length), item => Assert.False(string.IsNullOrEmpty(item.Description), item.Text));

    private static Task<IReadOnlyList<CommandLine.Completion.CompletionItem>> CompleteAsync(string line, int position) =>
        ClaudeboxCommandLine.CompleteAsync(line, position, new MemoryConsole(), TestContext.Current.CancellationToken);
}
