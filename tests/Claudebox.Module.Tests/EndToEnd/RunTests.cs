using Claudebox.Testing.PowerShell;

namespace Claudebox.Module.Tests.EndToEnd;

[Collection(EngineCollection.Name)]
public sealed class RunTests(EngineFixture engine)
{
    [Fact]
    public async Task A_prompt_runs_in_a_container_and_its_events_come_as_objects()
    {
        await using var box = new Box(engine);

        var result = box.Run("Invoke-Claudebox '[sim:bash command=\"echo here > made.txt; touch /outside.txt; hostname\"]' @box");

        Assert.Empty(result.AllErrors);
        Assert.Equal(
            ["system", "tool_use", "tool_result", "text", "result"],
            result.Output.Select(item => (string)item.Properties["Type"].Value));
        Assert.Equal("Completed", result.Output[^1].Properties["Status"].Value.ToString());
        Assert.Equal("here\n", await File.ReadAllTextAsync(Path.Combine(box.Workspace, "made.txt"), TestContext.Current.CancellationToken));
        Assert.False(File.Exists("/outside.txt"));
        Assert.Equal("completed", box.StatusOf((string)result.Output[^1].Properties["RunId"].Value));
    }

    [Fact]
    public async Task Where_Object_finds_the_tools()
    {
        await using var box = new Box(engine);

        var result = box.Run("Invoke-Claudebox '[sim:bash command=\"echo found\"]' @box | Where-Object Type -eq tool_use | ForEach-Object { $_.Tool + ': ' + $_.Input.command }");

        Assert.Equal(["Bash: echo found"], result.Output.Select(item => item.ToString()));
    }

    [Fact]
    public async Task Several_prompts_continue_one_conversation_in_one_container()
    {
        await using var box = new Box(engine);

        var result = box.Run("'[sim:text text=one]', '[sim:text text=two]', '[sim:text text=three]' | Invoke-Claudebox -ResultOnly @box -Verbose");

        Assert.Empty(result.AllErrors);
        Assert.Equal(["one", "two", "three"], result.Output.Select(item => item.ToString()));
        Assert.Single(result.Output.Select(item => item.Properties["SessionId"].Value).Distinct());
        Assert.Single(result.Of<VerboseItem>(), item => item.Text.StartsWith("Connected", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-starts-with-a-dash")]
    [InlineData("--settings={}")]
    [InlineData("/compact")]
    [InlineData("/etc/passwd?")]
    [InlineData("quotes ' \" ` $(touch /tmp/x) \\ ; & | > 日本 \U0001F600\nsecond line")]
    public async Task A_prompt_arrives_as_it_is(string prompt)
    {
        await using var box = new Box(engine);
        engine.Simulator.Clear();

        var result = box.Shell.Run("$prompt | Invoke-Claudebox @box -ResultOnly", ("prompt", prompt), ("box", box.Common));

        Assert.Empty(result.AllErrors);
        Assert.Contains("You said: ", result.Output.Single().ToString(), StringComparison.Ordinal);
        Assert.Contains(prompt, result.Output.Single().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_formats_are_strings()
    {
        await using var box = new Box(engine);

        var result = box.Run("""
            Invoke-Claudebox '[sim:text text="an answer"]' @box -OutputFormat Text
            @(Invoke-Claudebox '[sim:text text="an answer"]' @box -OutputFormat Json).Count
            @(Invoke-Claudebox '[sim:text text="an answer"]' @box -OutputFormat StreamJson)[-1] -like '{"type":"result"*"result":"an answer"*'
            """);

        Assert.Empty(result.AllErrors);
        Assert.Equal(["an answer", "1", "True"], result.Output.Select(item => item.ToString()));
    }

    [Fact]
    public async Task A_schema_gives_an_object()
    {
        await using var box = new Box(engine);

        var result = box.Run("""
            $schema = @{ type = 'object'; properties = @{ answer = @{ type = 'integer' } }; required = @('answer') }
            (Invoke-Claudebox '[sim:schema json=''{"answer": 42}'']' @box -JsonSchema $schema -ResultOnly).StructuredOutput.answer
            """);

        Assert.Empty(result.AllErrors);
        Assert.Equal(42L, Assert.Single(result.Output).BaseObject);
    }

    [Fact]
    public async Task Deltas_come_when_asked_for()
    {
        await using var box = new Box(engine);

        var result = box.Run("Invoke-Claudebox '[sim:long deltas=20 delay=1]' @box -IncludeDelta | Where-Object DeltaType -eq text_delta");

        Assert.True(result.Output.Count > 10);
    }

    [Fact]
    public async Task A_failed_run_is_an_error_with_an_id_and_the_next_prompt_runs()
    {
        await using var box = new Box(engine);

        var result = box.Run("'[sim:error status=401]', '[sim:text text=fine]' | Invoke-Claudebox @box -NoContinue -ResultOnly");

        Assert.StartsWith("AuthenticationFailed,", Assert.Single(result.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("fine", result.Output[^1].ToString());
    }
}
