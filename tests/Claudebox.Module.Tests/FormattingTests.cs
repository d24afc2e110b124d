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

        Assert.Matches(@"Time\s+Type\s+Detail\s+Text", screen);
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

    [Fact]
    public void Every_row_says_something_and_no_type_is_cut()
    {
        string[] lines =
        [
            """{"type":"stream_event","event":{"type":"content_block_start","index":0,"content_block":{"type":"text"}}}""",
            """{"type":"control_response","response":{"subtype":"success","request_id":"r1"}}""",
            """{"type":"transcript_mirror","entries":[{"type":"ai-title"}]}""",
            """{"type":"system","subtype":"session_state_changed","state":"idle"}""",
            """{"type":"system","subtype":"of_tomorrow","flag":true}""",
        ];

        var rows = _shell.Show("$events", ("events", Objects(lines, withResult: false, includeDelta: true))).Split('\n');

        Assert.Matches(@"stream_event\s+content_block_start\s+\{""type"":""stream_event""", Row("stream_event"));
        Assert.Matches(@"control_response\s+\{""type"":""control_response""", Row("control_response"));
        Assert.Matches(@"transcript_mirror\s+\{""type"":""transcript_mirror""", Row("transcript_mirror"));
        Assert.Matches(@"system\s+session_state_changed\s+idle", Row("session_state"));
        Assert.Matches(@"system\s+of_tomorrow\s+\{.*""flag"":true", Row("of_tomorrow"));

        string Row(string part) => Assert.Single(rows, row => row.Contains(part, StringComparison.Ordinal));
    }

    [Fact]
    public void What_goes_to_a_sub_agent_and_what_it_says_is_told_apart()
    {
        string[] lines =
        [
            """{"type":"user","parent_tool_use_id":"t1","message":{"content":[{"type":"text","text":"find it"}]}}""",
            """{"type":"assistant","parent_tool_use_id":"t1","message":{"content":[{"type":"text","text":"found it"}]}}""",
            """{"type":"assistant","message":{"content":[{"type":"text","text":"it is there"}]}}""",
        ];

        var screen = _shell.Show("$events", ("events", Objects(lines, withResult: false)));

        Assert.Matches(@"text\s+to sub-agent\s+find it", screen);
        Assert.Matches(@"text\s+of sub-agent\s+found it", screen);
        Assert.Matches(@"text\s+it is there", screen);
    }

    [Fact]
    public void A_run_is_one_line_as_text_and_a_row_as_an_object()
    {
        var record = Activator.CreateInstance(Type.GetType("Claudebox.Runs.RunRecord, Claudebox.Core", throwOnError: true)!)!;
        foreach (var (name, value) in new (string, object)[]
        {
            ("RunId", "0123456789abcdef0123456789abcdef"), ("Workspace", "/w"), ("Origin", "prog"), ("TotalCostUsd", 0.25m),
            ("SubmittedAt", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)), ("NumTurns", 3), ("PromptPreview", "find\n\u001b[31mit"),
        })
        {
            record.GetType().GetProperty(name)!.SetValue(record, value);
        }

        Assert.Matches(@"^Queued 2026-01-0\d \d\d:\d\d: find \[31mit$", record.ToString());
        Assert.Matches(@"2026-01-0\d \d\d:\d\d\s+Queued\s+3\s+0\.2500\s+0123456789abcdef0123456789abcdef\s+find \[31mit", _shell.Show("$run", ("run", record)));
    }

    private static object[] Objects(string recording, bool withResult) =>
        Objects(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Recordings", recording)), withResult);

    // The objects are made by the module's own assembly; its constructors are not public.
    private static object[] Objects(IEnumerable<string> lines, bool withResult, bool includeDelta = false)
    {
        var module = ManifestTests.ModuleAssembly();
        var mapper = Activator.CreateInstance(module.GetType("Claudebox.Objects.EventMapper", throwOnError: true)!, "run", "/w", includeDelta)!;
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
