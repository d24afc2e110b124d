using System.Collections;
using System.Reflection;
using System.Text;
using Claudebox.Testing.PowerShell;
using Xunit;

namespace Claudebox.Module.Tests;

public sealed class FormattingTests : IDisposable
{
    private readonly Shell _shell = Shell.WithModule(StagedModule.Manifest);

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Events_are_a_table_of_one_line_each()
    {
        var screen = _shell.Show("$events", ("events", Objects("tool-bash.ndjson", withResult: false)));

        Assert.Matches(@"Time\s+Type\s+Tool\s+Text", screen);
        Assert.Matches(@"\d\d:\d\d:\d\d\s+tool_use\s+Bash\s+\S", screen);
        Assert.Matches(@"\d\d:\d\d:\d\d\s+system\s+init\s+\S", screen);
        Assert.All(screen.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
    }

    [Fact]
    public void A_result_is_a_list()
    {
        var screen = _shell.Show("$events[-1]", ("events", Objects("tool-bash.ndjson", withResult: true)));

        Assert.Matches(@"Result\s+: \S", screen);
        Assert.Matches(@"Cost\s+: \d+\.\d{4} USD", screen);
    }

    [Fact]
    public void In_the_table_of_events_the_result_is_not_cut()
    {
        var answer = string.Join(' ', Enumerable.Repeat("word", 60)) + "\\n\\nlast line";
        var line = $$"""{"type":"result","subtype":"success","is_error":false,"result":"{{answer}}","num_turns":2,"duration_ms":1500,"total_cost_usd":0.25}""";

        var screen = _shell.Show("$events", ("events", Objects("tool-bash.ndjson", withResult: false).Concat(Objects([line], withResult: true)).ToArray()));

        Assert.Equal(60, screen.Split(["word"], StringSplitOptions.None).Length - 1);
        Assert.Matches(@"(?s)tool_use\s+Bash.*\d\d:\d\d:\d\d\s+result\s.*last line\s+2 turns, 1\.5 s, 0\.2500 USD", screen);
    }

    [Fact]
    public void Control_characters_of_an_answer_do_not_reach_the_screen()
    {
        var line = """{"type":"assistant","message":{"content":[{"type":"text","text":"a\u001b]0;title\u0007b\nc"}]}}""";

        var screen = _shell.Show("$events", ("events", Objects([line], withResult: false)));

        Assert.Contains("a]0;titleb c", screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_survive_serialization()
    {
        var result = _shell.Run(
            "$events | ConvertTo-Json; $events | ConvertTo-Clixml",
            ("events", Objects("tool-bash.ndjson", withResult: true)));

        Assert.Empty(result.AllErrors);
        var texts = result.Output.Select(item => item.ToString()).ToList();
        Assert.Contains(texts, text => text.Contains("\"Tool\":\"Bash\"", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains("<S N=\"Tool\">Bash</S>", StringComparison.Ordinal));
    }

    [Fact]
    public void An_error_shows_its_advice()
    {
        var screen = _shell.Show("Get-ClaudeboxWorkspace -DockerHost unix:///nowhere/x.sock");

        Assert.Contains("Get-ClaudeboxWorkspace", screen, StringComparison.Ordinal);
        Assert.Contains("/nowhere/x.sock", screen, StringComparison.Ordinal);
    }

    private static object[] Objects(string recording, bool withResult) =>
        Objects(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Recordings", recording)), withResult);

    // The objects are made by the module's own assembly; its constructors are not public.
    private static object[] Objects(IEnumerable<string> lines, bool withResult)
    {
        var module = ManifestTests.ModuleAssembly();
        var mapper = Activator.CreateInstance(module.GetType("Claudebox.Objects.EventMapper", throwOnError: true)!, "run", "/w", false)!;
        var parse = Type.GetType("Claudebox.Events.ClaudeEvent, Claudebox.Core", throwOnError: true)!.GetMethod("Parse")!;
        var result = new List<object>();
        foreach (var line in lines.Where(line => line.Length > 0))
        {
            var item = parse.Invoke(null, [new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(line))])!;
            if (item.GetType().Name != "ResultEvent")
            {
                result.AddRange(((IEnumerable)Call(mapper, "Map", item, 1L, DateTimeOffset.Now)).Cast<object>());
            }
            else if (withResult)
            {
                result.Add(Call(mapper, "MapResult", item, null, 1L, DateTimeOffset.Now));
            }
        }

        return [.. result];
    }

    private static object Call(object target, string method, params object?[] arguments) =>
        target.GetType().GetMethod(method, BindingFlags.Public | BindingFlags.Instance)!.Invoke(target, arguments)!;
}
