using System.Net.Http.Headers;
using System.Text.Json;
using Claudebox.Files;
using Claudebox.Json;
using Claudebox.Runs;

namespace Claudebox.Docker;

/// <content>Files of workspaces. Paths are below the server's root, with <c>/</c> between their parts.</content>
public sealed partial class ServerClient
{
    private const int Piece = 128 * 1024;

    /// <summary>Lists a directory, or tells of a file.</summary>
    /// <param name="path">The path; empty for the root.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The entries; of a file null and itself.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.NotFound"/>, <see cref="FailureCode.PathRefused"/>, or the server cannot be reached.</exception>
    public async Task<(FileListing? Directory, FileEntry? File)> GetFileAsync(string path, CancellationToken cancellationToken = default)
    {
        using var response = await AskForFileAsync(path, cancellationToken).ConfigureAwait(false);
        if (IsFile(response))
        {
            return (null, new FileEntry
            {
                Name = path.TrimEnd('/')[(path.TrimEnd('/').LastIndexOf('/') + 1)..],
                Type = FileEntryType.File,
                Size = response.Content.Headers.ContentLength,
                Modified = response.Content.Headers.LastModified,
            });
        }

        try
        {
            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                return (await JsonSerializer.DeserializeAsync(body, WireJson.Default.FileListing, cancellationToken).ConfigureAwait(false), null);
            }
        }
        catch (JsonException exception)
        {
            throw new ClaudeboxException(FailureCode.InternalError, $"The server's listing cannot be read: {exception.Message}", exception);
        }
        catch (Exception exception) when (ConnectionLoss.Is(exception))
        {
            throw ConnectionLoss.ToFailure(exception, Name);
        }
    }

    /// <summary>Downloads a file. Its place on this computer is taken when all of it is there, and not before.</summary>
    /// <param name="path">The file's path on the server.</param>
    /// <param name="destination">The absolute path of the file here; its folder exists.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <param name="progress">Told of bytes that arrived and of all bytes; may be null.</param>
    /// <param name="cancellationToken">Ends the download; then nothing has changed.</param>
    /// <returns>A task that ends when the file is in its place.</returns>
    /// <exception cref="ClaudeboxException">
    /// <see cref="FailureCode.NotFound"/>, <see cref="FailureCode.PathRefused"/>: it is a directory; <see cref="FailureCode.ConnectionLost"/>.
    /// </exception>
    /// <exception cref="IOException">It cannot be written, or is there and may not be replaced.</exception>
    public async Task DownloadAsync(
        string path, string destination, bool overwrite, Action<long, long?>? progress = null, CancellationToken cancellationToken = default)
    {
        using var response = await AskForFileAsync(path, cancellationToken).ConfigureAwait(false);
        if (!IsFile(response))
        {
            throw new ClaudeboxException(FailureCode.PathRefused, $"'{path}' is a directory; only files can be downloaded.");
        }

        var size = response.Content.Headers.ContentLength;
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = body.ConfigureAwait(false);
        await HostFile.WriteAsync(destination, HostFile.Public, (target, token) => CopyAsync(body, target, size, progress, token), overwrite, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Uploads a file; directories above it are made, and a file that is there is replaced when all has arrived.</summary>
    /// <param name="source">The content, from its position to its end.</param>
    /// <param name="path">The file's path on the server.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <param name="progress">Told of bytes that were sent and of all bytes; may be null.</param>
    /// <param name="cancellationToken">Ends the upload; then nothing has changed.</param>
    /// <returns>What the server did.</returns>
    /// <exception cref="ClaudeboxException">
    /// <see cref="FailureCode.PreconditionFailed"/>: it is there; <see cref="FailureCode.PathRefused"/>, <see cref="FailureCode.RequestTooLarge"/>,
    /// <see cref="FailureCode.ConnectionLost"/>.
    /// </exception>
    public async Task<FileChange> UploadAsync(
        Stream source, string path, bool overwrite, Action<long, long?>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        using var message = new HttpRequestMessage(HttpMethod.Put, FileUrl(path));
        message.Content = new UploadContent(source, (target, size, token) => CopyAsync(source, target, size, progress, token));
        if (!overwrite)
        {
            message.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
        }

        try
        {
            using var response = await SendAsync(message, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return JsonSerializer.Deserialize(body, WireJson.Default.FileChange)!;
        }
        catch (Exception exception) when (ConnectionLoss.Is(exception))
        {
            throw ConnectionLoss.ToFailure(exception, Name);
        }
    }

    /// <summary>Deletes a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What the server did.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.NotFound"/>, <see cref="FailureCode.PathRefused"/>, or the server cannot be reached.</exception>
    public Task<FileChange> DeleteFileAsync(string path, CancellationToken cancellationToken = default) =>
        CallAsync(HttpMethod.Delete, FileUrl(path), WireJson.Default.FileChange, cancellationToken);

    // A segment that the URL class would resolve must reach the server's own rule instead of becoming another path.
    private static string FileUrl(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Any(segment => segment is "." or ".."))
        {
            throw new ClaudeboxException(FailureCode.PathRefused, $"'{path}' is not a path below the root: it holds '.' or '..'.");
        }

        return string.Join('/', segments.Select(Uri.EscapeDataString).Prepend("files"));
    }

    // Only files have a tag.
    private static bool IsFile(HttpResponseMessage response) => response.Headers.ETag is not null;

    private async Task<HttpResponseMessage> AskForFileAsync(string path, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, FileUrl(path));
        try
        {
            return await SendAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (ConnectionLoss.Is(exception))
        {
            throw ConnectionLoss.ToFailure(exception, Name);
        }
    }

    private async Task CopyAsync(Stream source, Stream target, long? size, Action<long, long?>? progress, CancellationToken cancellationToken)
    {
        var buffer = new byte[Piece];
        long done = 0;
        while (await ReadAsync(source, buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            done += count;
            progress?.Invoke(done, size);
        }
    }

    // A disk that is full is not a lost connection.
    private async ValueTask<int> ReadAsync(Stream source, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (source is not FileStream && ConnectionLoss.Is(exception))
        {
            throw ConnectionLoss.ToFailure(exception, Name);
        }
    }
}
