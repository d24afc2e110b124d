using Claudebox.Events;

namespace Claudebox.Server.Tests;

public sealed class GitIdentityTests
{
    [Fact]
    public async Task Commits_have_the_author_that_the_settings_name()
    {
        await using var server = await ServerHost.StartAsync(
            null, ("CLAUDEBOX_GIT_NAME", "Ada Lovelace"), ("CLAUDEBOX_GIT_EMAIL", "ada@example.org"));

        var run = await server.Client.RunAsync(
            "[sim:bash command=\"git init -q . && git commit -q --allow-empty -m x && git log -1 --format='%an <%ae> %cn <%ce>'\"]");

        Assert.Equal("Ada Lovelace <ada@example.org> Ada Lovelace <ada@example.org>", run.Blocks<ToolResultBlock>().Single().Text);
    }
}
