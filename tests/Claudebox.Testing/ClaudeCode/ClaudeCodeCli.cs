using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Claudebox.Testing;

/// <summary>The pinned Claude Code CLI for tests outside containers, fetched once per checkout with npm.</summary>
public static class ClaudeCodeCli
{
    private static readonly TimeSpan _lockPollInterval = TimeSpan.FromMilliseconds(200);
    private static readonly Lazy<string> _version = new(() => File.ReadAllText(Repository.PathOf("image", "claude-code.version")).Trim());

    /// <summary>The pinned version, as <c>image/claude-code.version</c> states it.</summary>
    public static string Version => _version.Value;

    /// <summary>The path of the executable in <c>.tools/claude-code/VERSION/</c>; it is fetched first when it is missing.</summary>
    /// <exception cref="PlatformNotSupportedException">Not Linux on x64 or arm64.</exception>
    /// <exception cref="InvalidOperationException">npm is missing, or could not fetch the package; the message has npm's own.</exception>
    public static async Task<string> GetAsync(CancellationToken cancellationToken = default)
    {
        var home = Repository.PathOf(".tools", "claude-code");
        var executable = Path.Combine(home, Version, "claude");
        if (File.Exists(executable))
        {
            return executable;
        }

        Directory.CreateDirectory(home);
        await using var claim = await LockAsync(Path.Combine(home, ".lock"), cancellationToken);
        if (!File.Exists(executable))
        {
            await FetchAsync(home, cancellationToken);
        }

        return executable;
    }

    private static string PackageName => (OperatingSystem.IsLinux(), RuntimeInformation.OSArchitecture) switch
    {
        (true, Architecture.X64) => "@anthropic-ai/claude-code-linux-x64",
        (true, Architecture.Arm64) => "@anthropic-ai/claude-code-linux-arm64",
        _ => throw new PlatformNotSupportedException(
            $"Tests with the real Claude Code run on Linux x64 and arm64, not on {RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}."),
    };

    private static async Task FetchAsync(string home, CancellationToken cancellationToken)
    {
        // Next to the target, so that the final move is a rename within one file system: the version's folder is there whole or not at all.
        var scratch = Path.Combine(home, $".fetch-{Guid.NewGuid():N}");
        var unpacked = Directory.CreateDirectory(Path.Combine(scratch, "unpacked")).FullName;
        try
        {
            await PackAsync(scratch, cancellationToken);
            await UnpackAsync(Directory.GetFiles(scratch, "*.tgz").Single(), Path.Combine(unpacked, "claude"), cancellationToken);
            Directory.Move(unpacked, Path.Combine(home, Version));
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static async Task PackAsync(string folder, CancellationToken cancellationToken)
    {
        var package = $"{PackageName}@{Version}";
        var start = new ProcessStartInfo("npm", ["pack", package, "--pack-destination", folder, "--loglevel", "error"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        using var npm = Start(start);
        npm.StandardInput.Close();
        try
        {
            var output = npm.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = await npm.StandardError.ReadToEndAsync(cancellationToken);
            await output;
            await npm.WaitForExitAsync(cancellationToken);
            if (npm.ExitCode != 0)
            {
                throw new InvalidOperationException($"'npm pack {package}' failed with exit code {npm.ExitCode}: {error.Trim()}");
            }
        }
        finally
        {
            npm.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new InvalidOperationException(
                $"npm is needed to fetch Claude Code {Version} for the tests and could not be started. Install Node.js with npm (Debian, Ubuntu: apt-get install npm).",
                exception);
        }
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

    // An exclusively opened file is a lock between processes that the system releases also when its owner is killed.
    private static async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(_lockPollInterval, cancellationToken);
            }
        }
    }
}
