using System.Globalization;
using Claudebox.Events;
using Claudebox.Runs;
using Claudebox.Server.Runs;
using Claudebox.Streams;
using ModelContextProtocol.Protocol;

namespace Claudebox.Server.Mcp;

/// <summary>Tells of runs: the answer of one that is over, where another stands.</summary>
internal sealed class RunReporter(RunLedger ledger)
{
    /// <summary>The answer of a tool about a run. The text is Claude's answer alone, as announced.</summary>
    public async Task<CallToolResult> AnswerAsync(RunRecord record)
    {
        var result = record.IsFinal ? await ResultAsync(record.RunId) : null;
        var report = new RunReport
        {
            RunId = record.RunId,
            Status = StatusOf(record),
            Workspace = record.Workspace,
            Text = record.Error is null ? result?.Result : null,
            StructuredOutput = result?.StructuredOutput,
            SessionId = record.SessionId,
            Model = record.Model,
            TotalCostUsd = record.TotalCostUsd,
            NumTurns = record.NumTurns,
            EventCount = record.EventCount,
            Error = record.Error?.Message,
            ErrorCode = record.Error?.Code.ToString(),
        };
        var text = record.Error is { } failure ? Failed(record, failure)
            : record.IsFinal ? report.Text is { Length: > 0 } answer ? answer : report.StructuredOutput?.GetRawText() ?? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The run {record.RunId} is {report.Status} in {record.Workspace}, {record.EventCount} events so far. Ask get_run for it again, with wait_seconds to wait.");
        return ToolAnswer.Of(new TextContentBlock { Text = text }, report, McpJson.Default.RunReport, isError: record.Error is not null);
    }

    private static string Failed(RunRecord record, RunFailure failure) =>
        $"{ToolAnswer.Sentence(failure)} (run {record.RunId}{(record.SessionId is { } session ? $", session {session}" : "")})";

    private static string StatusOf(RunRecord record) => record.Status.ToString().ToLowerInvariant();

    private async Task<ResultEvent?> ResultAsync(string runId)
    {
        ResultEvent? result = null;
        await using var file = ledger.OpenEvents(runId);
        using var lines = new LineReader(file);
        while (await lines.ReadLineAsync() is { } line)
        {
            if (EventPeek.IsOfType(line.Span, "result"))
            {
                result = ClaudeEvent.Parse(line.ToArray()) as ResultEvent;
            }
        }

        return result;
    }
}
