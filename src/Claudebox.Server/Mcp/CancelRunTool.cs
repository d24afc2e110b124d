using Claudebox.Runs;
using Claudebox.Server.Api;
using Claudebox.Server.Runs;
using ModelContextProtocol.Protocol;

namespace Claudebox.Server.Mcp;

/// <summary><c>cancel_run</c>: ends a run whose call has answered already, or whose client is gone.</summary>
internal sealed class CancelRunTool(VisibleRuns runs, RunEngine engine, RunReporter reporter, ILogger<CancelRunTool> logger)
    : WorkspaceTool(Description, logger)
{
    private static Tool Description { get; } = new()
    {
        Name = "cancel_run",
        Title = "Cancel a run",
        Description =
            "Ends a run of claude_run with everything it started, and returns when it is over. A run that is over already stays as it is. " +
            "The conversation is kept; what was written to the workspace stays.",
        InputSchema = Schema("""
            {
              "type": "object",
              "properties": { "run_id": { "type": "string", "description": "The run" } },
              "required": ["run_id"],
              "additionalProperties": false
            }
            """),
        OutputSchema = Schema(RunReport.JsonSchema),
        Annotations = new ToolAnnotations { ReadOnlyHint = false, DestructiveHint = true, IdempotentHint = true, OpenWorldHint = false },
    };

    /// <inheritdoc/>
    protected override async ValueTask<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var runId = call.Arguments.Text("run_id") ?? throw ToolArguments.Invalid("The argument 'run_id' must not be empty.");
        _ = runs.GetOwn(runId);
        var record = await engine.CancelAsync(runId, cancellationToken);
        var answer = await reporter.AnswerAsync(record);
        if (record.Status == RunStatus.Cancelled)
        {
            // That it has ended so is what was asked for, hence no error of this call.
            answer.Content = [new TextContentBlock { Text = $"The run {runId} is cancelled." }];
            answer.IsError = false;
        }

        return answer;
    }
}
