using Claudebox.Cli.Tests.Interactive.Support;
using Claudebox.Cli.Tests.Support;
using Claudebox.Testing;

namespace Claudebox.Cli.Tests.Customization;

/// <summary>Scripts of one's own in the data directory, which all containers share.</summary>
public sealed class ScriptTests(CommandFixture fixture)
{
    [Fact]
    public async Task A_script_comes_first_on_the_path_of_prompts_and_terminals()
    {
        await using var desk = new Desk(fixture);
        desk.MakeFile("data/shared", "shared by all");
        desk.MakeFile("data/bin/git", "#!/bin/sh\necho \"my git: $(cat ~/.claude/shared)\"\n", "755");
        const string Expected = "my git: shared by all";

        Assert.Equal($"Tool result: {Expected}\n", await desk.SucceedAsync("[sim:bash command='git status']"));
        await using var terminal = await desk.OpenAsync();
        await terminal.EnterAsync(new ScenarioWord("bash").With("command", "git status > from-terminal").ToString());
        await terminal.WaitForAsync("● Tool result:");
        await Desk.LeaveAsync(terminal);

        Assert.Equal(Expected + "\n", await File.ReadAllTextAsync(Path.Combine(desk.Workspace, "from-terminal"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Skills_of_the_moment_reach_the_model_from_prompts_and_terminals()
    {
        await using var desk = new Desk(fixture);
        var skill = desk.MakeFile("data/.always-skills/poet/SKILL.md", "Answer in verse.");
        const string Header = "[Skill: /home/claude/.claude/.always-skills/poet/SKILL.md]\n";

        await desk.SucceedAsync("first with a skill");
        await File.WriteAllTextAsync(skill, "Answer in prose.", TestContext.Current.CancellationToken);
        await desk.SucceedAsync("second with a skill");
        await using var terminal = await desk.OpenAsync();
        var asked = await desk.AskAsync(terminal, "third with a skill");
        await Desk.LeaveAsync(terminal);

        Assert.Contains(Header + "Answer in verse.", desk.RequestOf("first with a skill").SystemText, StringComparison.Ordinal);
        Assert.Contains(Header + "Answer in prose.", desk.RequestOf("second with a skill").SystemText, StringComparison.Ordinal);
        Assert.Contains(Header + "Answer in prose.", asked.SystemText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Permission_checks_are_off_in_prompts_and_terminals()
    {
        await using var desk = new Desk(fixture);
        const string Arguments = "tr '\\0' '\\n' < /proc/$PPID/cmdline > ";

        await desk.SucceedAsync(new ScenarioWord("bash").With("command", Arguments + "prompt").ToString());
        await using var terminal = await desk.OpenAsync();
        await terminal.EnterAsync(new ScenarioWord("bash").With("command", Arguments + "terminal").ToString());
        await terminal.WaitForAsync("● Tool result:");
        await Desk.LeaveAsync(terminal);

        foreach (var name in (string[])["prompt", "terminal"])
        {
            Assert.Contains("--dangerously-skip-permissions", await File.ReadAllLinesAsync(Path.Combine(desk.Workspace, name), TestContext.Current.CancellationToken));
        }
    }
}
