using System.Text;
using Claudebox.Events;

namespace Claudebox.PowerShell.Tests.Objects;

/// <summary>A recorded output of Claude Code.</summary>
internal static class Recording
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Recordings");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.ndjson").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    public static IReadOnlyList<ClaudeEvent> Events(string name) =>
        [.. File.ReadLines(Path.Combine(Folder, name)).Where(line => line.Length > 0).Select(Event)];

    public static ClaudeEvent Event(string line) => ClaudeEvent.Parse(Encoding.UTF8.GetBytes(line));
}
