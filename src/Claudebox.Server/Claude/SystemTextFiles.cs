using Claudebox.Server.Processes;

namespace Claudebox.Server.Claude;

/// <summary>
/// A run's system texts in private temporary files: one argument is limited to 131,071 bytes
/// (claude-cli.md §3.1), and skills alone can be larger.
/// </summary>
internal sealed class SystemTextFiles : IDisposable
{
    private readonly string _folder;

    /// <summary>Writes the texts.</summary>
    /// <param name="root">A folder of root's, in which the agent can pass through but change nothing.</param>
    /// <param name="owner">Who must be able to read them.</param>
    /// <param name="append">The text to append.</param>
    /// <param name="system">The text that replaces the default prompt, if any.</param>
    public SystemTextFiles(string root, FileOwner owner, string append, string? system)
    {
        var files = new OwnedFiles(owner);
        _folder = Path.Combine(root, Guid.NewGuid().ToString("N"));
        try
        {
            files.CreateFolder(_folder);
            AppendPath = Write(files, "append.md", append);
            SystemPath = system is null ? null : Write(files, "system.md", system);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>For <c>--append-system-prompt-file</c>.</summary>
    public string AppendPath { get; }

    /// <summary>For <c>--system-prompt-file</c>.</summary>
    public string? SystemPath { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone already, or removed by the sweep of the next start; the run's outcome does not depend on it.
        }
    }

    /// <summary>Makes the root, and removes what a killed server left in it.</summary>
    /// <param name="root">The folder.</param>
    public static void Sweep(string root)
    {
        if (Directory.Exists(root))
        {
            Directory.Delete(root, recursive: true);
        }

        Directory.CreateDirectory(root, OwnedFiles.PrivateFolder | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    private string Write(OwnedFiles files, string name, string text)
    {
        var path = Path.Combine(_folder, name);
        files.Replace(path, System.Text.Encoding.UTF8.GetBytes(text));
        return path;
    }
}
