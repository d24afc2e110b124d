using Claudebox.Files;
using Claudebox.Json;
using Claudebox.Runs;
using Claudebox.Server.Auth;
using Claudebox.Server.Files;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.StaticFiles;

namespace Claudebox.Server.Api;

/// <summary>Files over HTTP: list, download, upload, delete, all below the root of workspaces.</summary>
internal static class FileEndpoints
{
    private const string Route = "/files";
    private const int Piece = 128 * 1024;

    private static readonly FileExtensionContentTypeProvider ContentTypes = new();

    /// <summary>Maps the routes.</summary>
    public static void MapFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Route, [HttpMethods.Get], ReadAsync).Public()
            .Describe("listRoot", "Lists the root of workspaces", "Files").Answers<FileListing>();
        routes.MapMethods(Route + "/{**path}", [HttpMethods.Get], ReadAsync).Public()
            .Describe("getFile", "Lists a directory or downloads a file, whole or in ranges", "Files").Takes("path", "path", "The path below the root; slashes may be written as they are")
            .Answers<FileListing>().Produces<Stream>(206, "application/octet-stream")
            .Produces(304).Fails(400, 404, 412, 416);
        routes.MapMethods(Route + "/{**path}", [HttpMethods.Head], ReadAsync).Public().ExcludeFromDescription();
        routes.MapPut(Route + "/{**path}", WriteAsync).Public()
            .Describe("putFile", "Uploads a file as a whole; directories above it are made", "Files").Takes("path", "path", "The path below the root; slashes may be written as they are")
            .TakesBody<Stream>("application/octet-stream").Answers<FileChange>().Fails(400, 404, 412, 413);
        routes.MapDelete(Route + "/{**path}", RemoveAsync).Public()
            .Describe("deleteFile", "Deletes a file, or a link and not what it leads to", "Files").Takes("path", "path", "The path below the root; slashes may be written as they are")
            .Answers<FileChange>().Fails(400, 404, 412);
    }

    private static async Task ReadAsync(HttpContext context, Lazy<WorkspaceFiles> files)
    {
        var path = PathOf(context);
        using var file = files.Value.Open(path);
        if (PathJail.StatusOf(file).IsDirectory)
        {
            var listing = new FileListing { Path = path.IsRoot ? "/" : path.ToString(), Entries = files.Value.List(file, path) };
            await JsonAnswer.WriteAsync(context, listing, WireJson.Default.FileListing);
            return;
        }

        var download = Download.Open(file, path);
        var type = ContentTypes.TryGetContentType(path.Name, out var known) ? known : "application/octet-stream";

        // What an agent wrote must not act as a page of this server.
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "sandbox";
        await TypedResults.Stream(download.Content, type, lastModified: download.Status.Modified, entityTag: download.Tag, enableRangeProcessing: true)
            .ExecuteAsync(context);
    }

    private static async Task WriteAsync(HttpContext context, Lazy<WorkspaceFiles> files, ServerOptions options)
    {
        var path = PathOf(context);
        if (options.MaxUploadBytes > 0 && context.Request.ContentLength > options.MaxUploadBytes)
        {
            throw RequestBody.TooLarge(options.MaxUploadBytes);
        }

        // A part must not take the place of the whole (RFC 9110, section 14.5).
        if (context.Request.Headers.ContentRange.Count > 0)
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, "Files are written as a whole: a Content-Range is not supported.");
        }

        var condition = FileCondition.Of(context.Request.GetTypedHeaders());
        var status = await files.Value.WriteAsync(path, condition, target => CopyAsync(context, target, options.MaxUploadBytes));
        context.Response.Headers.ETag = Download.TagOf(status).ToString();
        var change = new FileChange { Status = "ok", Path = AbsoluteOf(files.Value, path), Size = status.Size };
        await JsonAnswer.WriteAsync(context, change, WireJson.Default.FileChange);
    }

    private static Task RemoveAsync(HttpContext context, Lazy<WorkspaceFiles> files)
    {
        var path = PathOf(context);
        files.Value.Remove(path, FileCondition.Of(context.Request.GetTypedHeaders()));
        return JsonAnswer.WriteAsync(context, new FileChange { Status = "ok", Path = AbsoluteOf(files.Value, path) }, WireJson.Default.FileChange);
    }

    private static async Task CopyAsync(HttpContext context, Stream target, long limit)
    {
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            long size = 0;
            int count;
            while ((count = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
            {
                size += count;
                if (limit > 0 && size > limit)
                {
                    throw RequestBody.TooLarge(limit);
                }

                await target.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted);
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string AbsoluteOf(WorkspaceFiles files, JailPath path) => files.Root.TrimEnd('/') + "/" + path;

    private static JailPath PathOf(HttpContext context) =>
        JailPath.OfTarget(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, Route);
}
