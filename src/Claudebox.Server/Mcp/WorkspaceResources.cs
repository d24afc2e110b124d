using System.Globalization;
using System.Text.Json;
using Claudebox.Runs;
using Claudebox.Server.Files;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Claudebox.Server.Mcp;

/// <summary>
/// The files of all workspaces as resources. Listed is what lies in the root, a page at a time; a directory's content is the
/// list of its entries, so that a client finds every file.
/// </summary>
internal sealed class WorkspaceResources(Lazy<WorkspaceFiles> files)
{
    private const int PageSize = 200;
    private const string DirectoryType = "application/json";

    /// <summary>A page of the root's entries.</summary>
    /// <exception cref="McpProtocolException">The cursor is none of ours.</exception>
    public ListResourcesResult List(string? cursor)
    {
        var offset = cursor is null ? 0
            : int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new McpProtocolException("The cursor is not one that this server gave.", McpErrorCode.InvalidParams);
        var page = ListFilesTool.Read(files.Value, JailPath.Root, offset, PageSize);
        var entries = page.Entries.Where(entry => entry.Type is "file" or "dir").Select(ResourceOf);
        return new ListResourcesResult
        {
            Resources = [.. offset == 0 ? [Root] : Array.Empty<Resource>(), .. entries],
            NextCursor = page.NextOffset?.ToString(CultureInfo.InvariantCulture),
        };
    }

    /// <summary>The template of all files.</summary>
    public static ListResourceTemplatesResult Templates() => new()
    {
        ResourceTemplates =
        [
            new ResourceTemplate
            {
                Name = "workspace-file",
                Title = "Workspace file",
                UriTemplate = WorkspaceUri.Template,
                Description = "A file by its path below the root; of a directory, the list of its entries",
            },
        ],
    };

    /// <summary>The content of a file, or the entries of a directory.</summary>
    /// <exception cref="McpProtocolException">It cannot be read.</exception>
    public ReadResourceResult Read(string address)
    {
        try
        {
            var path = WorkspaceUri.Parse(address) ?? throw NotFound($"'{address}' is not an address of the form {WorkspaceUri.Template}.");
            using var file = files.Value.Open(path);
            return new ReadResourceResult
            {
                Contents = [PathJail.StatusOf(file).IsDirectory ? Directory(address, path) : Content(address, path)],
            };
        }
        catch (ClaudeboxException e) when (e.Code == FailureCode.NotFound)
        {
            throw NotFound(e.Message);
        }
        catch (ClaudeboxException e)
        {
            throw new McpProtocolException(e.Message, McpErrorCode.InvalidParams);
        }
    }

    /// <summary>Paths that begin so, for a client that completes the template.</summary>
    public IReadOnlyList<string> Complete(string beginning)
    {
        var slash = beginning.LastIndexOf('/') + 1;
        try
        {
            var folder = JailPath.Parse(beginning[..slash]);
            using var directory = files.Value.Open(folder);
            return
            [
                .. files.Value.List(directory, folder)
                    .Where(entry => entry.Name.StartsWith(beginning[slash..], StringComparison.Ordinal))
                    .Select(entry => folder.Append(entry.Name) + (entry.Type == Claudebox.Files.FileEntryType.Dir ? "/" : "")),
            ];
        }
        catch (ClaudeboxException)
        {
            // Nothing begins so.
            return [];
        }
    }

    private static Resource Root => new()
    {
        Name = "/", Title = "All workspaces", Uri = WorkspaceUri.Of(JailPath.Root), MimeType = DirectoryType, Description = "The entries of the root",
    };

    private static Resource ResourceOf(EntryReport entry) => new()
    {
        Name = entry.Name,
        Uri = WorkspaceUri.Of(JailPath.Root.Append(entry.Name)),
        MimeType = entry.Type == "dir" ? DirectoryType : FilePart.TypeOf(entry.Name),
        Size = entry.Size,
    };

    // As much as a page of list_files, which has the rest.
    private TextResourceContents Directory(string address, JailPath path)
    {
        var page = ListFilesTool.Read(files.Value, path);
        if (page.NextOffset is { } next)
        {
            page = page with
            {
                Note = string.Create(
                    CultureInfo.InvariantCulture,
                    $"These are the first {next} of {page.Total} entries. The tool list_files with the path '{page.Path}' and the offset {next} gives the next ones."),
            };
        }

        return new() { Uri = address, MimeType = DirectoryType, Text = JsonSerializer.Serialize(page, McpJson.Default.DirectoryReport) };
    }

    private ResourceContents Content(string address, JailPath path)
    {
        var part = FilePart.Read(files.Value, path, offset: 0, limit: null);
        return part.Text is { } text
            ? new TextResourceContents { Uri = address, MimeType = part.MimeType, Text = text }
            : BlobResourceContents.FromBytes(part.Bytes, address, part.MimeType);
    }

    private static McpProtocolException NotFound(string message) => new(message, McpErrorCode.ResourceNotFound);
}
