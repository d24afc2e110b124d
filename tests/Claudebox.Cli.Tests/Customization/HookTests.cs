using Claudebox.Cli.Tests.Interactive.Support;
using Claudebox.Cli.Tests.Support;

namespace Claudebox.Cli.Tests.Customization;

/// <summary>Init hooks, as who types commands sees them.</summary>
public sealed class HookTests(CommandFixture fixture)
{
    [Fact]
    public async Task What_a_hook_installs_is_there_with_the_first_prompt()
    {
        await using var box = new CommandBox(fixture);
        box.MakeFile("data/init.d/10-tools.sh", "printf '#!/bin/sh\\necho marker for $1\\n' > /usr/local/bin/marker-tool && chmod 755 /usr/local/bin/marker-tool\n");

        Assert.Equal("Tool result: marker for me\n", await box.SucceedAsync("[sim:bash command='marker-tool me']"));
    }

    [Fact]
    public async Task A_failed_hook_is_told_with_every_prompt_and_terminal_until_it_succeeds()
    {
        const string Warning = "claudebox: warning: init hook 20-fails.sh failed with exit code 3";
        await using var desk = new Desk(fixture);
        var hook = desk.MakeFile("data/init.d/20-fails.sh", "echo 'no such mirror' >&2; exit 3\n");

        var first = await desk.RunAsync("the first with the hook");
        var second = await desk.RunAsync("the second with the hook");
        await using (var terminal = await desk.OpenAsync())
        {
            Assert.True(terminal.Shows("claudebox: init hook 20-fails.sh failed with exit code 3"), terminal.Screen);
            await Desk.LeaveAsync(terminal);
        }

        Assert.Equal((0, "You said: the first with the hook\n"), (first.ExitCode, first.Output));
        Assert.Contains(Warning, first.Error, StringComparison.Ordinal);
        Assert.Contains(Warning, second.Error, StringComparison.Ordinal);
        Assert.Contains("no such mirror", (await desk.RunAsync("logs", "--role", "prog")).Error, StringComparison.Ordinal);

        await File.WriteAllTextAsync(hook, "exit 0\n", TestContext.Current.CancellationToken);
        await desk.SucceedAsync("stop", "--all");
        var third = await desk.RunAsync("the third with the hook");
        Assert.Equal((0, ""), (third.ExitCode, third.Error));
    }
}
