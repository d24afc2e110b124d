using Claudebox.Runs;
using Claudebox.Settings;
using Claudebox.Workspaces;

namespace Claudebox.Docker;

/// <summary>
/// The file with the user's remembered settings. It lies outside of the data directory, because the agent can write there.
/// </summary>
/// <param name="path">The file's absolute path; nothing needs to be there.</param>
public sealed class ConfigurationFile(string path)
{
    /// <summary>The file's absolute path.</summary>
    public string Path { get; } = path;

    /// <summary>
    /// The file that counts: <see cref="SettingTable.Configuration"/>, else <c>claudebox/config.json</c> below
    /// <c>XDG_CONFIG_HOME</c> or <c>~/.config</c>, on Windows <c>Claudebox\config.json</c> below <c>APPDATA</c>.
    /// </summary>
    /// <param name="variables">The environment variables.</param>
    /// <param name="baseDirectory">What a relative path is relative to; null means the process's current directory.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: the named path cannot be one.</exception>
    public static ConfigurationFile Of(IReadOnlyDictionary<string, string> variables, string? baseDirectory = null)
    {
        ArgumentNullException.ThrowIfNull(variables);
        var paths = HostPaths.OfThisComputer(baseDirectory ?? Environment.CurrentDirectory);
        return new ConfigurationFile(paths.Resolve(Variable(SettingTable.Configuration.Name) ?? Default()));

        string Default() => paths.IsWindows
            ? Join(Variable("APPDATA") ?? Join(paths.HomeDirectory, "AppData", "Roaming"), "Claudebox", "config.json")
            : Join(XdgHome() ?? Join(paths.HomeDirectory, ".config"), "claudebox", "config.json");

        // Of a relative path the XDG specification says that it is to be ignored.
        string? XdgHome() => Variable("XDG_CONFIG_HOME") is ['/', ..] home ? home : null;

        string? Variable(string name) => variables.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
    }

    /// <summary>Reads the file.</summary>
    /// <returns>The settings; none when there is no file.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>, naming the file and what is wrong with it.</exception>
    public RememberedSettings Read()
    {
        try
        {
            return RememberedSettings.Parse(File.ReadAllBytes(Path), Path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return RememberedSettings.Empty(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, $"The configuration file {Path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Replaces the file, all at once. Only its owner can read it.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="cancellationToken">Ends the writing; then nothing has changed.</param>
    /// <returns>A task that ends when it is written.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InstallationFailed"/>: it cannot be written.</exception>
    public async Task WriteAsync(RememberedSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        try
        {
            // People keep such files elsewhere and link to them.
            var target = new FileInfo(Path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : Path;
            HostFile.CreateFolder(System.IO.Path.GetDirectoryName(target)!);
            await HostFile.WriteAsync(
                target, HostFile.OwnerOnly, (file, token) => file.WriteAsync(settings.ToJson(), token).AsTask(), cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ClaudeboxException(FailureCode.InstallationFailed, $"The configuration file {Path} cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>Deletes the file, and its folder when nothing else lies in it.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InstallationFailed"/>: it cannot be deleted.</exception>
    public bool Delete()
    {
        if (!File.Exists(Path))
        {
            return false;
        }

        try
        {
            File.Delete(Path);
            var folder = System.IO.Path.GetDirectoryName(Path)!;
            if (System.IO.Path.GetFileName(folder).Equals("claudebox", StringComparison.OrdinalIgnoreCase) &&
                !Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ClaudeboxException(FailureCode.InstallationFailed, $"The configuration file {Path} cannot be deleted: {exception.Message}", exception);
        }
    }

    private static string Join(params string[] parts) => System.IO.Path.Combine(parts);
}
