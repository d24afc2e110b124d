using System.Security.Cryptography;
using System.Text;
using Claudebox.Docker;

namespace Claudebox.CommandLine.Installation;

/// <summary>What a file in the place of a command is.</summary>
internal enum CommandKind
{
    /// <summary>There is no file.</summary>
    Missing,

    /// <summary>It is Claudebox as a single file.</summary>
    Ours,

    /// <summary>It is the script of the earlier implementation.</summary>
    Earlier,

    /// <summary>It is something else, such as Claude Code itself.</summary>
    Foreign,
}

/// <summary>A file in the place of a command, judged by its content and never run.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Version">Its version, when it is ours.</param>
internal sealed record InstalledCommand(CommandKind Kind, string? Version = null)
{
    private const int LargestScript = 1024 * 1024;

    // In the assembly of the command alone, as an AssemblyMetadata attribute: the key, the version's length, the version. Here it
    // is put together at run time, so that no other file of ours holds it.
    private static readonly byte[] Mark = Encoding.ASCII.GetBytes(string.Join('-', "claudebox", "command", "file"));

    // Names that only that script uses (behaviour.md 1.2 and 1.3). Variables are not among them: people set those in scripts of
    // their own, for both implementations.
    private static readonly string[] EarlierWords = ["psyb0t/claude", "_prog-args", "docker-claude"];

    /// <summary>The version of the running program.</summary>
    public static string OwnVersion => ClaudeboxVersion.Current;

    /// <summary>Looks at a file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static async Task<InstalledCommand> InspectAsync(string path, CancellationToken cancellationToken)
    {
        // A folder or a link into the void is in the way as well; the latter counts as a file that exists.
        var isLost = new FileInfo(path) is { LinkTarget: not null } link && link.ResolveLinkTarget(returnFinalTarget: true) is not FileInfo { Exists: true };
        if (isLost || !File.Exists(path))
        {
            return new InstalledCommand(isLost || Directory.Exists(path) ? CommandKind.Foreign : CommandKind.Missing);
        }

        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan);
        await using (file.ConfigureAwait(false))
        {
            if (file.Length <= LargestScript)
            {
                var content = new byte[file.Length];
                await file.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
                return new InstalledCommand(IsEarlierScript(Encoding.UTF8.GetString(content)) ? CommandKind.Earlier : CommandKind.Foreign);
            }

            return await FindVersionAsync(file, cancellationToken).ConfigureAwait(false) is { } version
                ? new InstalledCommand(CommandKind.Ours, version)
                : new InstalledCommand(CommandKind.Foreign);
        }
    }

    /// <summary>The SHA-256 of a file, in lower-case hexadecimal.</summary>
    public static async Task<string> DigestAsync(string path, CancellationToken cancellationToken)
    {
        var file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            return Convert.ToHexString(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false)).ToLowerInvariant();
        }
    }

    /// <summary>Whether a version is older than another; texts that are no versions are the oldest.</summary>
    public static bool IsOlder(string version, string than) => Parse(version) < Parse(than);

    private static Version Parse(string text) => System.Version.TryParse(text.Split('-', '+')[0], out var version) ? version : new Version(0, 0);

    private static bool IsEarlierScript(string text) =>
        text.StartsWith("#!", StringComparison.Ordinal) &&
        text[..Math.Max(text.IndexOf('\n', StringComparison.Ordinal), 0)].TrimEnd().EndsWith("sh", StringComparison.Ordinal) &&
        text.Contains("docker", StringComparison.Ordinal) &&
        EarlierWords.Any(word => text.Contains(word, StringComparison.Ordinal));

    private static async Task<string?> FindVersionAsync(FileStream file, CancellationToken cancellationToken)
    {
        const int Longest = 128;
        var buffer = new byte[1024 * 1024];
        var kept = 0;
        while (await file.ReadAsync(buffer.AsMemory(kept), cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            var length = kept + read;
            var found = buffer.AsSpan(0, length).IndexOf(Mark);
            if (found >= 0 && (length - found >= Mark.Length + Longest || file.Position == file.Length))
            {
                return VersionAt(buffer.AsSpan(found + Mark.Length, Math.Min(length - found - Mark.Length, Longest)));
            }

            // The end may hold the beginning of the mark.
            kept = Math.Min(length, Mark.Length + Longest);
            buffer.AsSpan(length - kept, kept).CopyTo(buffer);
        }

        return null;
    }

    private static string? VersionAt(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 0 && bytes[0] < bytes.Length ? Encoding.UTF8.GetString(bytes.Slice(1, bytes[0])) : null;
}
