using System.Globalization;

namespace Claudebox.Server.Processes;

/// <summary>Reads /proc.</summary>
internal static class ProcessTable
{
    /// <summary>All processes of this pid namespace.</summary>
    public static List<ProcessEntry> Snapshot()
    {
        var entries = new List<ProcessEntry>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id) &&
                Find(id) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    /// <summary>One process; null when it is gone.</summary>
    public static ProcessEntry? Find(int id)
    {
        if (ReadOrNull($"/proc/{id}/stat") is not { } stat)
        {
            return null;
        }

        // "pid (name) state ppid …": the name can hold anything, so fields count from the last parenthesis (proc(5)).
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return new ProcessEntry(
            id,
            int.Parse(fields[1], CultureInfo.InvariantCulture),
            long.Parse(fields[19], CultureInfo.InvariantCulture),
            fields[0] is "Z" or "X",
            fields[4] != "0");
    }

    /// <summary>Whether a process has a supplementary group.</summary>
    public static bool HasGroup(int id, uint group)
    {
        if (ReadOrNull($"/proc/{id}/status") is not { } status)
        {
            return false;
        }

        var wanted = group.ToString(CultureInfo.InvariantCulture);
        foreach (var line in status.Split('\n'))
        {
            if (line.StartsWith("Groups:", StringComparison.Ordinal))
            {
                return line[7..].Split(' ', '\t').Contains(wanted);
            }
        }

        return false;
    }

    private static string? ReadOrNull(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
