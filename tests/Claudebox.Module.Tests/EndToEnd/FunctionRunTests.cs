using System.Management.Automation;
using System.Text.Json;
using Claudebox.Testing;
using Claudebox.Testing.PowerShell;

namespace Claudebox.Module.Tests.EndToEnd;

/// <summary>The function <c>claudebox</c> with real containers.</summary>
[Collection(EngineCollection.Name)]
public sealed class FunctionRunTests(EngineFixture engine)
{
    private const string Sleeper = "sleep 4811";

    [Fact]
    public async Task A_prompt_is_answered_in_each_format_and_leaves_exit_code_0()
    {
        await using var box = new Box(engine);

        var result = box.Run("""
            claudebox -p '[sim:text text="two\n\nlines"]' @cli
            claudebox -p '[sim:text text="an answer"]' --output-format=json @cli
            $?; $LASTEXITCODE
            """);

        Assert.Empty(result.AllErrors);
        Assert.Equal(["two", "", "lines"], result.Output.Take(3).Select(item => item.BaseObject));
        using var json = JsonDocument.Parse((string)result.Output[3].BaseObject);
        Assert.Equal("an answer", json.RootElement.GetProperty("result").GetString());
        Assert.Equal([true, 0], result.Output.Skip(4).Select(item => item.BaseObject));
        Assert.Equal(["completed", "completed"], box.Runs().Select(run => run.Status));
    }

    [Fact]
    public async Task What_is_typed_reaches_the_model_as_it_is()
    {
        await using var box = new Box(engine);
        foreach (var (typed, prompt) in new[]
        {
            ("-p 'two words' @cli", "two words"),
            ("'two words' @cli --model=haiku", "two words"),
            ("-p a,b 1.50 007 -5 x:y @cli", "a,b 1.50 007 -5 x:y"),
            ("-p 'quotes \" '' ` $(x) \\ ; & | > 日本 😀' @cli", "quotes \" ' ` $(x) \\ ; & | > 日本 😀"),
            ("@cli '--' --not-an-option", "--not-an-option"),
        })
        {
            engine.Simulator.Clear();
            Assert.Empty(box.Run("claudebox " + typed).AllErrors);
            Assert.Contains(engine.Simulator.Requests, request => request.IsMain && request.PromptText.EndsWith(prompt, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task After_the_stop_parsing_token_the_line_is_split_and_nothing_else()
    {
        await using var box = new Box(engine);
        var variables = string.Join(' ', box.CommonOptions);
        engine.Simulator.Clear();

        var result = box.Run($"claudebox --% {variables} --model=haiku -p \"[sim:text text=hi] $(x) a,b\"");

        Assert.Empty(result.AllErrors);
        Assert.Equal(["hi"], result.Output.Select(item => item.ToString()));
        Assert.Contains(engine.Simulator.Requests, request => request.IsMain && request.PromptText.Contains("$(x) a,b", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_piped_in_goes_behind_the_prompt()
    {
        await using var box = new Box(engine);
        engine.Simulator.Clear();

        var result = box.Run("'first line', 'zweite Zeile ü' | claudebox -p 'sum up' @cli | Out-Null; 'only this' | claudebox @cli | Out-Null");

        Assert.Empty(result.AllErrors);
        var prompts = engine.Simulator.Requests.Where(request => request.IsMain).Select(request => request.PromptText).ToList();
        Assert.Contains(prompts, text => text.Contains("sum up\nfirst line\nzweite Zeile ü", StringComparison.Ordinal));
        Assert.Contains(prompts, text => text.Contains("only this", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Events_come_line_by_line_while_the_run_goes_on()
    {
        await using var box = new Box(engine);
        var gate = Guid.NewGuid().ToString("N");

        using var run = box.Start($"claudebox -p '[sim:text text=done gate={gate}]' --output-format stream-json @cli | ForEach-Object {{ $_ }}");
        await run.WaitForAsync(record => record is OutputItem item && item.Object.ToString().Contains("\"subtype\":\"init\"", StringComparison.Ordinal));
        Assert.False(run.IsCompleted);
        engine.Simulator.OpenGate(gate);
        var result = run.Wait();

        Assert.Empty(result.AllErrors);
        Assert.All(result.Output, line => JsonDocument.Parse(line.ToString()).Dispose());
        Assert.Contains("\"type\":\"result\"", result.Output[^1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_Claude_does_is_shown_by_the_host_and_is_not_output()
    {
        await using var box = new Box(engine);

        var result = box.Run("claudebox -p '[sim:bash command=\"echo shown\" text=done]' --verbose-events @cli");

        Assert.Equal(["done"], result.Output.Select(item => item.ToString()));
        Assert.Contains(result.Of<InformationItem>(), item => item.Record.MessageData is HostInformationMessage { Message: { } text } && text.Contains("Bash: echo shown", StringComparison.Ordinal));
        Assert.Contains("Bash: echo shown", box.Shell.Host.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_fails_is_an_error_and_an_exit_code()
    {
        await using var box = new Box(engine);

        var result = box.Run("claudebox -p '[sim:error status=401]' @cli; $?; $LASTEXITCODE");

        Assert.StartsWith("AuthenticationFailed,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal([false, 1], result.Output.Select(item => item.BaseObject));
        Assert.DoesNotContain(Box.Secret, string.Join('\n', result.Records), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_the_pipeline_ends_Claude_and_its_tools()
    {
        await using var box = new Box(engine);
        using var run = box.Start($"claudebox -p '[sim:bash command=\"{Sleeper}\"]' @cli");
        await box.WaitForProcessAsync(Sleeper);

        var result = run.Stop();

        Assert.Equal(PSInvocationState.Stopped, result.State);
        Assert.False(await box.IsAliveAsync(Sleeper));
        Assert.Equal("cancelled", Assert.Single(box.Runs()).Status);
    }

    [Fact]
    public async Task A_reader_that_has_enough_ends_Claude_and_its_tools()
    {
        await using var box = new Box(engine);

        var result = box.Run($"claudebox -p '[sim:bash command=\"{Sleeper}\"]' --output-format stream-json @cli | Where-Object {{ $_ -like '*tool_use*' }} | Select-Object -First 1");

        Assert.Empty(result.AllErrors);
        Assert.Single(result.Output);
        Assert.False(await box.IsAliveAsync(Sleeper));
        Assert.Equal("cancelled", Assert.Single(box.Runs()).Status);
    }

    [Fact]
    public async Task Commands_for_people_work_in_the_current_location()
    {
        await using var box = new Box(engine);
        Assert.Empty(box.Run("claudebox -p '[sim:text text=hello]' @cli").AllErrors);

        var result = box.Run("""
            claudebox ps
            claudebox sessions
            claudebox mcp add probe -- /bin/true; $LASTEXITCODE
            (claudebox mcp list) -join ' '
            (claudebox doctor) -join ' '
            claudebox stop; $LASTEXITCODE
            claudebox mcp get no-such-server; $?; $LASTEXITCODE
            """);

        var lines = result.Output.Select(item => item.ToString()).ToList();
        Assert.Contains(lines, line => line.Contains(box.Workspace, StringComparison.Ordinal) && line.Contains("running", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("hello", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("probe", StringComparison.Ordinal) && line.Contains("/bin/true", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("engine", StringComparison.Ordinal) && line.Contains(box.Workspace, StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("stopped ", StringComparison.Ordinal));
        Assert.Equal([false, 1], result.Output.TakeLast(2).Select(item => item.BaseObject));
        Assert.StartsWith("ExitCodeNotZero,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }
}
