using System.Globalization;

namespace Claudebox.Testing;

/// <summary>The processes of this machine as <c>/proc</c> shows them (Linux), so that a test can prove that none was left behind.</summary>
public static class ProcessTable
{
    private static readonly TimeSpan _pollInterval = TimeSpan.FromMilliseconds(25);

    /// <summary>All processes that can be read now.</summary>
    public static IReadOnlyList<ProcessEntry> List()
    {
        var entries = new List<ProcessEntry>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) && Read(pid) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    /// <summary>The processes whose command line contains <paramref name="marker"/>, without the calling process.</summary>
    public static IReadOnlyList<ProcessEntry> With(string marker)
    {
        ArgumentException.ThrowIfNullOrEmpty(marker);
        return [.. List().Where(entry => entry.Pid != Environment.ProcessId && entry.CommandLine.Contains(marker, StringComparison.Ordinal))];
    }

    /// <summary>The processes below <paramref name="pid"/>, children before grandchildren; without <paramref name="pid"/> itself.</summary>
    public static IReadOnlyList<ProcessEntry> DescendantsOf(int pid)
    {
        var children = List().ToLookup(entry => entry.ParentPid);
        var found = new List<ProcessEntry>(children[pid]);
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(children[found[i].Pid]);
        }

        return found;
    }

    /// <summary>Waits until a process with <paramref name="marker"/> in its command line runs.</summary>
    /// <exception cref="TimeoutException">None appeared within <paramref name="deadline"/>.</exception>
    public static async Task WaitUntilPresentAsync(string marker, TimeSpan deadline, CancellationToken cancellationToken = default)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (With(marker).Count == 0)
        {
            if (TimeProvider.System.GetElapsedTime(started) > deadline)
            {
                throw new TimeoutException($"No process with '{marker}' in its command line appeared within {deadline}.");
            }

            await Task.Delay(_pollInterval, cancellationToken);
        }
    }

    /// <summary>Waits until no process has <paramref name="marker"/> in its command line.</summary>
    /// <exception cref="TimeoutException">Some are left after <paramref name="deadline"/>; the message lists them.</exception>
    public static async Task WaitUntilGoneAsync(string marker, TimeSpan deadline, CancellationToken cancellationToken = default)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (With(marker) is { Count: > 0 } survivors)
        {
            if (TimeProvider.System.GetElapsedTime(started) > deadline)
            {
                var list = string.Join(Environment.NewLine, survivors.Select(entry => $"  {entry.Pid} (parent {entry.ParentPid}) {entry.CommandLine}"));
                throw new TimeoutException($"After {deadline} these processes with '{marker}' are left:{Environment.NewLine}{list}");
            }

            await Task.Delay(_pollInterval, cancellationToken);
        }
    }

    private static ProcessEntry? Read(int pid)
    {
        try
        {
            // "pid (name) state ppid …": the name may itself contain blanks and parentheses.
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var commandLine = File.ReadAllText($"/proc/{pid}/cmdline").TrimEnd('\0').Replace('\0', ' ');
            return new ProcessEntry(pid, int.Parse(fields[1], CultureInfo.InvariantCulture), fields[0][0], commandLine);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ended between the listing and the reading.
            return null;
        }
    }
}
