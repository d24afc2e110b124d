using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Claudebox.Testing;

/// <summary>The pinned Claude Code CLI for tests outside containers, fetched once per checkout with npm.</summary>
public static class ClaudeCodeCli
{
    private static readonly Lazy<string> _version = new(() => File.ReadAllText(Repository.PathOf("image", "claude-code.version")).Trim());

    /// <summary>The pinned version, as <c>image/claude-code.version</c> states it.</summary>
    public static string Version => _version.Value;

    /// <summary>The path of the executable in <c>.tools/claude-code/VERSION/</c>; it is fetched first when it is missing.</summary>
    /// <exception cref="PlatformNotSupportedException">Not Linux on x64 or arm64.</exception>
    /// <exception cref="InvalidOperationException">npm is missing, or could not fetch the package; the message has npm's own.</exception>
    public static async Task<string> GetAsync(CancellationToken cancellationToken = default) => Path.Combine(
        await ToolFolder.GetAsync("claude-code", Version, scratch => FetchAsync(scratch, cancellationToken), cancellationToken), "claude");

    private static string PackageName => (OperatingSystem.IsLinux(), RuntimeInformation.OSArchitecture) switch
    {
        (true, Architecture.X64) => "@anthropic-ai/claude-code-linux-x64",
        (true, Architecture.Arm64) => "@anthropic-ai/claude-code-linux-arm64",
        _ => throw new PlatformNotSupportedException(
            $"Tests with the real Claude Code run on Linux x64 and arm64, not on {RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}."),
    };

    private static async Task FetchAsync(string folder, CancellationToken cancellationToken)
    {
        await Npm.RunAsync(["pack", $"{PackageName}@{Version}", "--pack-destination", folder], folder, cancellationToken);
        var package = Directory.GetFiles(folder, "*.tgz").Single();
        await UnpackAsync(package, Path.Combine(folder, "claude"), cancellationToken);
        File.Delete(package);
    }

    private static async Task UnpackAsync(string package, string target, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(package);
        await using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        await using var archive = new TarReader(unzipped);
        while (await archive.GetNextEntryAsync(cancellationToken: cancellationToken) is { } entry)
        {
            if (entry.Name == "package/claude")
            {
                entry.Mode |= UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
                await entry.ExtractToFileAsync(target, overwrite: false, cancellationToken);
                return;
            }
        }

        throw new InvalidOperationException($"The package '{Path.GetFileName(package)}' has no file 'package/claude'.");
    }
}
