using Claudebox.Runs;
using Claudebox.Server.Processes;
using Microsoft.Net.Http.Headers;
using Microsoft.Win32.SafeHandles;

namespace Claudebox.Server.Files;

/// <summary>A regular file that is open for reading.</summary>
/// <param name="Content">Its content; seekable.</param>
/// <param name="Status">What it is.</param>
internal sealed record Download(FileStream Content, FileStatus Status)
{
    /// <summary>Its state, as an entity tag: another content has another one.</summary>
    public EntityTagHeaderValue Tag => TagOf(Status);

    /// <summary>The entity tag of a file's state.</summary>
    public static EntityTagHeaderValue TagOf(FileStatus status) => new(
        FormattableString.Invariant($"\"{status.Inode:x}-{status.ModifiedSeconds:x}.{status.ModifiedNanoseconds:x}-{status.Size:x}\""));

    /// <summary>Opens the content of a file.</summary>
    /// <param name="file">The file, opened in its jail.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.PathRefused"/>: it is no regular file.</exception>
    public static Download Open(SafeFileHandle file, JailPath path)
    {
        // Looked at before its content is opened: to open a FIFO would wait, a device may do anything.
        if (!PathJail.StatusOf(file).IsRegular)
        {
            throw new ClaudeboxException(FailureCode.PathRefused, $"'{path}' is neither a file nor a directory.");
        }

        var content = new FileStream(
            NativeFiles.PathOf(file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: false);
        return new Download(content, PathJail.StatusOf(content.SafeFileHandle));
    }
}
