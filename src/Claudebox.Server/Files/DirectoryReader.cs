using System.IO.Enumeration;
using Claudebox.Files;
using Claudebox.Runs;
using Microsoft.Win32.SafeHandles;

namespace Claudebox.Server.Files;

/// <summary>Lists directories of a jail.</summary>
internal static class DirectoryReader
{
    private static readonly EnumerationOptions All = new() { AttributesToSkip = 0, IgnoreInaccessible = false, ReturnSpecialDirectories = false };

    /// <summary>Lists an open directory in ordinal order of names. Links count as what they lead to inside the jail.</summary>
    public static IReadOnlyList<FileEntry> Read(PathJail jail, SafeFileHandle directory, JailPath path)
    {
        var names = new FileSystemEnumerable<string>(NativeFiles.PathOf(directory), (ref FileSystemEntry e) => e.FileName.ToString(), All);
        return
        [
            .. names.Where(name => !Upload.IsTemporary(name))
                .Select(name => EntryOf(jail, directory, path, name))
                .OfType<FileEntry>()
                .OrderBy(entry => entry.Name, StringComparer.Ordinal),
        ];
    }

    private static FileEntry? EntryOf(PathJail jail, SafeFileHandle directory, JailPath path, string name)
    {
        if (PathJail.Look(directory, name) is not { } status)
        {
            // Removed meanwhile.
            return null;
        }

        var type = FileEntryType.Other;
        if (status.IsLink)
        {
            type = FileEntryType.Link;
            try
            {
                using var target = jail.Open(path.Append(name));
                status = PathJail.StatusOf(target);
            }
            catch (ClaudeboxException)
            {
                return new FileEntry { Name = name, Type = type, Modified = status.Modified };
            }
        }

        type = status.IsRegular ? FileEntryType.File : status.IsDirectory ? FileEntryType.Dir : FileEntryType.Other;
        return new FileEntry { Name = name, Type = type, Size = status.IsRegular ? status.Size : null, Modified = status.Modified };
    }
}
