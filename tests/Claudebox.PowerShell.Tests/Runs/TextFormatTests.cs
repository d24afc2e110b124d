using System.Management.Automation.Runspaces;
using System.Text.Json;
using Claudebox.Events;
using Claudebox.PowerShell.Tests.Objects;
using Claudebox.Testing.PowerShell;
using Xunit;

namespace Claudebox.PowerShell.Tests.Runs;

public sealed class TextFormatTests : IDisposable
{
    private const string Plain = "tool-bash.ndjson";

    private readonly Shell _shell = new(state =>
        state.Commands.Add(new SessionStateCmdletEntry("Test-Prompt", typeof(TestPromptCommand), null)));

    private readonly FakeHost _host = new() { Run = (_, id, _) => RunScript.PlayAsync(Plain, id) };

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Text_is_the_answer_as_one_string()
    {
        var answer = Recording.Events(Plain).OfType<ResultEvent>().Last().Result;

        Assert.Equal([answer!], Run("Text"));
    }

    [Theory]
    [InlineData("Json", false)]
    [InlineData("JsonVerbose", true)]
    public void Json_is_one_string_with_the_run_in_it(string format, bool hasTurns)
    {
        using var json = JsonDocument.Parse(Assert.Single(Run(format)));

        Assert.Equal(_host.RunIds[0], json.RootElement.GetProperty("runId").GetString());
        Assert.Equal("/w", json.RootElement.GetProperty("workspace").GetString());
        Assert.Equal(hasTurns, json.RootElement.TryGetProperty("turns", out _));
    }

    [Fact]
    public void StreamJson_is_one_string_per_event()
    {
        var lines = Run("StreamJson");

        Assert.Equal(Recording.Events(Plain).Count(item => !item.IsPartial), lines.Count);
        Assert.All(lines, line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind));
    }

    [Fact]
    public async Task StreamJson_comes_while_the_run_goes_on()
    {
        var host = new FakeHost { Run = (_, id, token) => RunScript.HangAsync(id, [], token) };
        using var run = _shell.Start("'a' | Test-Prompt $engine -OutputFormat StreamJson", ("engine", host));

        await run.WaitForAsync(item => item is OutputItem { Object.BaseObject: string });

        Assert.NotEmpty(run.Stop().Output);
    }

    private List<string> Run(string format)
    {
        var result = _shell.Run("'a' | Test-Prompt $engine -OutputFormat " + format, ("engine", _host));
        Assert.Empty(result.AllErrors);
        return [.. result.Output.Select(item => Assert.IsType<string>(item.BaseObject))];
    }
}
