namespace Claudebox.Docker;

/// <summary>The path of a directory with every symbolic link resolved: the identity under which its container is found.</summary>
internal static class RealPath
{
    // What Linux allows in one path (MAXSYMLINKS).
    private const int MostLinks = 40;

    /// <summary>Resolves an absolute path of something that exists.</summary>
    /// <exception cref="IOException">Too many links, or a part cannot be read.</exception>
    internal static string Resolve(string path)
    {
        var root = Path.GetPathRoot(path)!;
        var pending = new Stack<string>();
        Push(pending, path[root.Length..]);
        var current = root;
        var links = 0;
        while (pending.TryPop(out var segment))
        {
            if (segment is "" or ".")
            {
                continue;
            }

            if (segment == "..")
            {
                current = Path.GetDirectoryName(current) ?? root;
                continue;
            }

            var next = Path.Combine(current, segment);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                current = next;
                continue;
            }

            if (++links > MostLinks)
            {
                throw new IOException($"'{path}' has too many symbolic links.");
            }

            if (Path.IsPathRooted(target))
            {
                current = Path.GetPathRoot(target)!;
                target = target[current.Length..];
            }

            Push(pending, target);
        }

        return current;
    }

    private static void Push(Stack<string> pending, string path)
    {
        foreach (var segment in Enumerable.Reverse(path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar)))
        {
            pending.Push(segment);
        }
    }
}
