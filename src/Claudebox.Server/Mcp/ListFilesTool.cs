using Claudebox.Runs;
using Claudebox.Server.Files;
using ModelContextProtocol.Protocol;

namespace Claudebox.Server.Mcp;

/// <summary><c>list_files</c>: a directory's entries.</summary>
internal sealed class ListFilesTool(Lazy<WorkspaceFiles> files, ILogger<ListFilesTool> logger) : WorkspaceTool(Description, logger)
{
    private const int PageSize = 1000;

    private static Tool Description { get; } = new()
    {
        Name = "list_files",
        Title = "List files",
        Description = "Lists a directory of a workspace, in order of names, hidden entries included.",
        InputSchema = Schema("""
            {
              "type": "object",
              "properties": {
                "path": { "type": "string", "default": "", "description": "The directory, relative to the root; the root itself when empty" },
                "offset": { "type": "integer", "minimum": 0, "default": 0, "description": "How many entries to leave out: next_offset of the page before" },
                "limit": { "type": "integer", "minimum": 1, "maximum": 1000, "default": 1000, "description": "How many entries to give at most" }
              },
              "additionalProperties": false
            }
            """),
        OutputSchema = Schema("""
            {
              "type": "object",
              "properties": {
                "path": { "type": "string" },
                "entries": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {
                      "name": { "type": "string" },
                      "type": { "type": "string", "enum": ["file", "dir", "link", "other"] },
                      "size": { "type": "integer", "description": "Bytes of a file" }
                    },
                    "required": ["name", "type"]
                  }
                },
                "total": { "type": "integer", "description": "Entries of the directory" },
                "next_offset": { "type": "integer", "description": "Only when there are more entries" }
              },
              "required": ["path", "entries", "total"]
            }
            """),
        Annotations = new ToolAnnotations { ReadOnlyHint = true, DestructiveHint = false, IdempotentHint = true, OpenWorldHint = false },
    };

    /// <inheritdoc/>
    protected override ValueTask<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var offset = (int)(call.Arguments.Number("offset", 0, int.MaxValue) ?? 0);
        var limit = (int)(call.Arguments.Number("limit", 1, PageSize) ?? PageSize);
        var path = WorkspacePaths.Parse(files.Value, call.Arguments.Text("path"));
        return ValueTask.FromResult(ToolAnswer.Of(Read(files.Value, path, offset, limit), McpJson.Default.DirectoryReport));
    }

    /// <summary>Reads a page of a directory.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.NotFound"/> or <see cref="FailureCode.PathRefused"/>.</exception>
    internal static DirectoryReport Read(WorkspaceFiles files, JailPath path, int offset = 0, int limit = PageSize)
    {
        using var directory = files.Open(path);
        if (!PathJail.StatusOf(directory).IsDirectory)
        {
            throw new ClaudeboxException(FailureCode.PathRefused, $"'{path}' is not a directory.");
        }

        var all = files.List(directory, path);
        return new DirectoryReport
        {
            Path = WorkspacePaths.Display(path),
            Entries = [.. all.Skip(offset).Take(limit).Select(EntryReport.Of)],
            Total = all.Count,
            NextOffset = all.Count - offset > limit ? offset + limit : null,
        };
    }
}
