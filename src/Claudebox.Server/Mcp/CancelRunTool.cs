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
        var answer = await reporter.AnswerAsync(await engine.CancelAsync(runId, cancellationToken));

        // It did what was asked for: that the run has ended so is no failure of this call.
        answer.IsError = false;
        return answer;
    }
}
