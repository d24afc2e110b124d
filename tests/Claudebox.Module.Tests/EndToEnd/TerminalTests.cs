using Claudebox.Testing;

namespace Claudebox.Module.Tests.EndToEnd;

/// <summary>PowerShell in a real terminal hands it to Claude Code and gets it back.</summary>
[Collection(EngineCollection.Name)]
public sealed class TerminalTests(EngineFixture engine)
{
    // Claude Code shows this below its prompt once it is ready.
    private const string Ready = "bypass permissions on";

    // As long as a real one: of shorter ones Claude Code asks whether it may use them.
    private const string ApiKey = "sk-ant-api03-of-the-terminals-of-the-tests-0123456789abcdefghijklmnopqrstuvwxyz";

    [Fact]
    public async Task Cmdlet_and_function_open_Claude_in_the_terminal_and_share_its_conversation()
    {
        await using var box = new Box(engine);
        await using (var cmdlet = Start(box, "Enter-Claudebox -NoDockerSocket; \"left: $?\""))
        {
            await AskAsync(cmdlet, "said to the cmdlet");
            await cmdlet.EnterAsync("/exit");
            await cmdlet.WaitForAsync("left: True");
            Assert.Equal(0, await cmdlet.WaitForExitAsync());
        }

        await using var function = Start(box, "claudebox --no-docker-socket; \"left: $? $LASTEXITCODE\"");
        await AskAsync(function, "said to the function");
        await function.EnterAsync("/exit");
        await function.WaitForAsync("left: True 0");
        Assert.Equal(0, await function.WaitForExitAsync());

        var request = engine.Simulator.Requests.Last(item => item.IsMain && item.PromptText == "said to the function");
        Assert.Contains("said to the cmdlet", request.Body.GetProperty("messages").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(["interactive"], (IEnumerable<string>)Assert.Single(box.Run("Get-ClaudeboxSession").Output).Properties["Origin"].Value);
    }

    [Fact]
    public async Task A_prompt_of_the_function_can_be_captured_there_too()
    {
        await using var box = new Box(engine);
        await using var terminal = Start(box, "$answer = claudebox -p '[sim:text text=captured]' --no-docker-socket; \"got: <$answer> $?\"");

        await terminal.WaitForAsync("got: <captured> True");
        Assert.Equal(0, await terminal.WaitForExitAsync());
    }

    private async Task AskAsync(TerminalProcess terminal, string prompt)
    {
        await terminal.WaitForAsync(Ready);
        await terminal.EnterAsync(prompt);
        await terminal.WaitForAsync("You said: " + prompt);
        await terminal.WaitForAsync(
            () => Transcripts.Hold(engine.DataDirectory, "You said: " + prompt), $"The answer to '{prompt}' did not get into the transcript");
    }

    private TerminalProcess Start(Box box, string script)
    {
        var variables = new Dictionary<string, string>
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["HOME"] = box.Parent,
            ["TERM"] = "xterm-256color",
            ["CLAUDEBOX_IMAGE"] = engine.Image,
            ["CLAUDEBOX_DATA_DIR"] = engine.DataDirectory,
            ["ANTHROPIC_API_KEY"] = ApiKey,
            ["ANTHROPIC_BASE_URL"] = ContainerHost.BaseUrlInside(engine.Simulator),
        };
        foreach (var name in (string[])["DOTNET_ROOT", "DOCKER_HOST"])
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                variables[name] = value;
            }
        }

        return TerminalProcess.Start(["dotnet", ShellProgram.Path, StagedModule.Manifest, script], box.Workspace, variables);
    }
}
