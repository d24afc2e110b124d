using Claudebox.Runs;
using Claudebox.Server.Api;
using Claudebox.Server.Runs;
using ModelContextProtocol.Protocol;

namespace Claudebox.Server.Mcp;

/// <summary><c>get_run</c>: a run that its client did not wait for, by its id or as the latest of a workspace.</summary>
internal sealed class GetRunTool(
    VisibleRuns runs, WorkspaceResolver workspaces, RunFollower follower, RunReporter reporter, ILogger<GetRunTool> logger)
    : WorkspaceTool(Description, logger)
{
    private static Tool Description { get; } = new()
    {
        Name = "get_run",
        Title = "Get a run",
        Description =
            "Tells where a run of claude_run stands and gives its answer when it is over. Without run_id it is the latest run of the workspace: " +
            "so a run whose call was interrupted is found again. With wait_seconds it waits for the end. Reading changes nothing.",
        InputSchema = Schema("""
            {
              "type": "object",
              "properties": {
                "run_id": { "type": "string", "default": "", "description": "The run" },
                "workspace": { "type": "string", "default": "", "description": "Without run_id: the workspace whose latest run is meant, relative to the root" },
                "wait_seconds": { "type": "integer", "minimum": 0, "maximum": 86400, "default": 0, "description": "How long to wait for the run's end" }
              },
              "additionalProperties": false
            }
            """),
        OutputSchema = Schema(RunReport.JsonSchema),
        Annotations = new ToolAnnotations { ReadOnlyHint = true, DestructiveHint = false, IdempotentHint = true, OpenWorldHint = false },
    };

    /// <inheritdoc/>
    protected override async ValueTask<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var arguments = call.Arguments;
        var run = runs.GetOwn(arguments.Text("run_id") ?? LatestOf(arguments.Text("workspace")));
        var patience = arguments.Number("wait_seconds", 0, ClaudeRunTool.LongestWait) ?? 0;
        if (patience > 0)
        {
            await follower.WaitAsync(run, call, TimeSpan.FromSeconds(patience), cancellationToken);
        }

        return await reporter.AnswerAsync(run.Record);
    }

    private string LatestOf(string? workspace)
    {
        var path = workspaces.Resolve(workspace);
        return runs.ListOwn().FirstOrDefault(run => run.Workspace == path)?.RunId
            ?? throw new ClaudeboxException(FailureCode.RunNotFound, $"There is no run in {path}.");
    }
}
