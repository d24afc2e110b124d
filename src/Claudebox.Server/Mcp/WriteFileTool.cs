using System.Text;
using Claudebox.Server.Files;
using ModelContextProtocol.Protocol;

namespace Claudebox.Server.Mcp;

/// <summary><c>write_file</c>: a file as a whole; it is there complete or not at all.</summary>
internal sealed class WriteFileTool(Lazy<WorkspaceFiles> files, ILogger<WriteFileTool> logger) : WorkspaceTool(Description, logger)
{
    private const string Base64 = "base64";

    private static Tool Description { get; } = new()
    {
        Name = "write_file",
        Title = "Write a file",
        Description = "Writes a file of a workspace as a whole. Directories above it are made; a file that is there is replaced.",
        InputSchema = Schema("""
            {
              "type": "object",
              "properties": {
                "path": { "type": "string", "description": "The file, relative to the root" },
                "content": { "type": "string", "description": "What the file is to hold" },
                "encoding": { "type": "string", "enum": ["utf-8", "base64"], "default": "utf-8", "description": "base64 for content that is not text" }
              },
              "required": ["path", "content"],
              "additionalProperties": false
            }
            """),
        OutputSchema = Schema("""
            {
              "type": "object",
              "properties": { "status": { "const": "ok" }, "path": { "type": "string" }, "size": { "type": "integer" } },
              "required": ["status", "path", "size"]
            }
            """),
        Annotations = new ToolAnnotations { ReadOnlyHint = false, DestructiveHint = true, IdempotentHint = true, OpenWorldHint = false },
    };

    /// <inheritdoc/>
    protected override async ValueTask<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var given = call.Arguments.Text("path") ?? "";
        var bytes = Decode(call.Arguments.Text("content") ?? "", call.Arguments.Text("encoding"));
        var path = WorkspacePaths.Parse(files.Value, given);
        var status = await files.Value.WriteAsync(path, FileCondition.None, target => target.WriteAsync(bytes, cancellationToken).AsTask());
        return ToolAnswer.Of(new FileChangeReport { Path = given, Size = status.Size }, McpJson.Default.FileChangeReport);
    }

    private static byte[] Decode(string content, string? encoding)
    {
        if (encoding is null or "utf-8")
        {
            return Encoding.UTF8.GetBytes(content);
        }

        if (encoding != Base64)
        {
            throw ToolArguments.Invalid("The argument 'encoding' must be utf-8 or base64.");
        }

        try
        {
            return Convert.FromBase64String(content);
        }
        catch (FormatException)
        {
            throw ToolArguments.Invalid("The argument 'content' is not valid base64.");
        }
    }
}
