using System.Globalization;
using Claudebox.Server.Files;
using ModelContextProtocol.Protocol;

namespace Claudebox.Server.Mcp;

/// <summary><c>read_file</c>: text as text, images as images, everything else in base64; large files in parts.</summary>
internal sealed class ReadFileTool(Lazy<WorkspaceFiles> files, ILogger<ReadFileTool> logger) : WorkspaceTool(Description, logger)
{
    // What models and clients can show.
    private static readonly HashSet<string> Images = ["image/png", "image/jpeg", "image/gif", "image/webp"];

    private static Tool Description { get; } = new()
    {
        Name = "read_file",
        Title = "Read a file",
        Description =
            "Reads a file of a workspace: text as it is, images as images, other content in base64. At most 1 MiB at once: a larger file is " +
            "refused with its size unless offset or limit ask for a part. next_offset says where the next part begins.",
        InputSchema = Schema(string.Create(CultureInfo.InvariantCulture, $$"""
            {
              "type": "object",
              "properties": {
                "path": { "type": "string", "description": "The file, relative to the root" },
                "offset": { "type": "integer", "minimum": 0, "default": 0, "description": "The byte to begin at" },
                "limit": { "type": "integer", "minimum": {{FilePart.Least}}, "maximum": {{FilePart.Most}}, "description": "How many bytes to read at most" }
              },
              "required": ["path"],
              "additionalProperties": false
            }
            """)),
        OutputSchema = Schema("""
            {
              "type": "object",
              "properties": {
                "path": { "type": "string" },
                "size": { "type": "integer", "description": "Bytes of the whole file" },
                "offset": { "type": "integer" },
                "length": { "type": "integer", "description": "Bytes of this part" },
                "next_offset": { "type": "integer", "description": "Only when there is more" },
                "mime_type": { "type": "string" },
                "encoding": { "type": "string", "enum": ["utf-8", "base64", "image"] },
                "content": { "type": "string", "description": "Missing when encoding is image: the image is shown beside this" }
              },
              "required": ["path", "size", "offset", "length", "mime_type", "encoding"]
            }
            """),
        Annotations = new ToolAnnotations { ReadOnlyHint = true, DestructiveHint = false, IdempotentHint = true, OpenWorldHint = false },
    };

    /// <inheritdoc/>
    protected override ValueTask<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var path = WorkspacePaths.Parse(files.Value, call.Arguments.Text("path"));
        var offset = call.Arguments.Number("offset", 0, long.MaxValue);
        var limit = (int?)call.Arguments.Number("limit", FilePart.Least, FilePart.Most) ?? (offset is null ? null : FilePart.Most);
        var part = FilePart.Read(files.Value, path, offset ?? 0, limit);
        var isImage = part.Text is null && Images.Contains(part.MimeType) && part.Bytes.Length == part.Size;
        var report = new FileReport
        {
            Path = path.ToString(),
            Size = part.Size,
            Offset = part.Offset,
            Length = part.Bytes.Length,
            NextOffset = part.NextOffset,
            MimeType = part.MimeType,
            Encoding = part.Text is not null ? "utf-8" : isImage ? "image" : "base64",
            Content = part.Text ?? (isImage ? null : Convert.ToBase64String(part.Bytes.Span)),
        };
        ContentBlock content = part.Text is { } text ? new TextContentBlock { Text = text }
            : isImage ? ImageContentBlock.FromBytes(part.Bytes, part.MimeType)
            : new EmbeddedResourceBlock { Resource = BlobResourceContents.FromBytes(part.Bytes, WorkspaceUri.Of(path), part.MimeType) };
        return ValueTask.FromResult(ToolAnswer.Of(content, report, McpJson.Default.FileReport));
    }
}
