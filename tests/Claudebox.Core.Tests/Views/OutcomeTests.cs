using System.Buffers;
using System.Text;
using Claudebox.Core.Tests.Support;
using Claudebox.Events;
using Claudebox.Runs;
using Claudebox.Views;

namespace Claudebox.Core.Tests.Views;

/// <summary>How a run ended, in the formats for programs.</summary>
public sealed class OutcomeTests
{
    private static readonly RunRecord Failed = new()
    {
        RunId = "r1",
        Status = RunStatus.Failed,
        Workspace = "/w",
        Origin = "prog",
        SubmittedAt = DateTimeOffset.UnixEpoch,
        ExitCode = 137,
        Error = new RunFailure { Code = FailureCode.ClaudeTimedOut, Message = "It took \"too\" long." },
    };

    [Theory]
    [InlineData(OutputFormat.Json)]
    [InlineData(OutputFormat.JsonVerbose)]
    [InlineData(OutputFormat.StreamJson)]
    public void A_run_that_failed_without_a_result_gives_one_that_says_why(OutputFormat format)
    {
        var root = Render.OneObject(Rendered(format, [], Failed));

        Assert.Equal(("result", "error", "It took \"too\" long."), (root.GetProperty("type").GetString(), root.GetProperty("subtype").GetString(), root.GetProperty("result").GetString()));
        Assert.True(root.GetProperty("isError").GetBoolean());
        Assert.Equal(137, root.GetProperty("exitCode").GetInt32());
        Assert.Equal("""{"code":"ClaudeTimedOut","message":"It took \"too\" long."}""", root.GetProperty("error").GetRawText());
    }

    [Theory]
    [InlineData(OutputFormat.Json)]
    [InlineData(OutputFormat.JsonVerbose)]
    public void Claude_Codes_own_result_is_kept_beside_the_failure(OutputFormat format)
    {
        var root = Render.OneObject(Rendered(format, Recording.Lines("err401-maxretries2"), Failed));

        Assert.StartsWith("Invalid API key", root.GetProperty("result").GetString(), StringComparison.Ordinal);
        Assert.Equal("ClaudeTimedOut", root.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public void A_run_that_completed_tells_its_exit_code_and_no_error()
    {
        var completed = Failed with { Status = RunStatus.Completed, ExitCode = 0, Error = null };
        var root = Render.OneObject(Rendered(OutputFormat.Json, Recording.Lines("streamjson-plain"), completed));

        Assert.Equal(0, root.GetProperty("exitCode").GetInt32());
        Assert.False(root.TryGetProperty("error", out _));
        Assert.Equal(
            Render.Recorded("streamjson-plain", OutputFormat.StreamJson), Rendered(OutputFormat.StreamJson, Recording.Lines("streamjson-plain"), completed));
    }

    private static string Rendered(OutputFormat format, IEnumerable<byte[]> lines, RunRecord run)
    {
        var output = new ArrayBufferWriter<byte>();
        var view = EventView.Create(format, output);
        foreach (var line in lines)
        {
            view.Add(ClaudeEvent.Parse(line));
        }

        view.Complete(run);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
