using Claudebox.Runs;
using Claudebox.Server.Files;
using ModelContextProtocol.Protocol;

namespace Claudebox.Server.Mcp;

/// <summary><c>delete_file</c>: a file, or a link and not what it leads to.</summary>
internal sealed class DeleteFileTool(Lazy<WorkspaceFiles> files, ILogger<DeleteFileTool> logger) : WorkspaceTool(Description, logger)
{
    private static Tool Description { get; } = new()
    {
        Name = "delete_file",
        Title = "Delete a file",
        Description = "Deletes a file of a workspace. Directories are not deleted: have claude_run do that.",
        InputSchema = Schema("""
            {
              "type": "object",
              "properties": { "path": { "type": "string", "description": "The file, relative to the root" } },
              "required": ["path"],
              "additionalProperties": false
            }
            """),
        OutputSchema = Schema("""
            {
              "type": "object",
              "properties": { "status": { "const": "ok" }, "path": { "type": "string" } },
              "required": ["status", "path"]
            }
            """),
        Annotations = new ToolAnnotations { ReadOnlyHint = false, DestructiveHint = true, IdempotentHint = true, OpenWorldHint = false },
    };

    /// <inheritdoc/>
    protected override ValueTask<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var given = call.Arguments.Text("path") ?? "";
        try
        {
            files.Value.Remove(WorkspacePaths.Parse(files.Value, given), FileCondition.None);
        }
        catch (ClaudeboxException e) when (e.Message == WorkspaceFiles.DirectoryKept)
        {
            throw ToolArguments.Invalid($"'{given}' is a directory, and delete_file deletes files only. claude_run can delete it.");
        }

        return ValueTask.FromResult(ToolAnswer.Of(new FileChangeReport { Path = given }, McpJson.Default.FileChangeReport));
    }
}
