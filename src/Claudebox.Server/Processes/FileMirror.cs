namespace Claudebox.Server.Processes;

/// <summary>Brings files and folders of one place up to date in another, where they get another owner.</summary>
internal sealed class FileMirror(string from, string to, FileOwner owner)
{
    private readonly OwnedFiles _files = new(owner);

    /// <summary>Copies a file, or a folder with all in it, where the source is newer. Nothing is ever removed.</summary>
    /// <param name="name">A name in both places; links to files are followed, what is neither file nor folder is left out.</param>
    public void Update(string name)
    {
        var source = Path.Combine(from, name);
        var target = Path.Combine(to, name);
        if (Directory.Exists(source))
        {
            _files.CreateFolder(target);
            var inner = new FileMirror(source, target, owner);
            foreach (var path in Directory.EnumerateFileSystemEntries(source))
            {
                // A link to a folder could lead back up.
                if (File.Exists(path) || new DirectoryInfo(path).LinkTarget is null)
                {
                    inner.Update(Path.GetFileName(path));
                }
            }
        }
        else if (new FileInfo(source) is { Exists: true } file && file.LastWriteTimeUtc > File.GetLastWriteTimeUtc(target))
        {
            _files.Replace(target, File.ReadAllBytes(source));
            File.SetUnixFileMode(target, File.GetUnixFileMode(source) & (OwnedFiles.PrivateFile | UnixFileMode.UserExecute));
            File.SetLastWriteTimeUtc(target, file.LastWriteTimeUtc);
        }
    }
}
