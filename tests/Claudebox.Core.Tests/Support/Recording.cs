using System.Text;
using System.Text.Json;

namespace Claudebox.Core.Tests.Support;

/// <summary>What a real Claude Code wrote to its stdout in one recorded run.</summary>
internal static class Recording
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Recordings");

    /// <summary>Every recording's name, those of text and JSON output included.</summary>
    public static IEnumerable<string> All => Directory.EnumerateFiles(Folder, "*.ndjson")
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .Order(StringComparer.Ordinal);

    /// <summary>The recordings of the form stream-json with at least one event.</summary>
    public static IEnumerable<string> Streams => All.Where(name => Lines(name) is { Count: > 0 } lines && lines.All(IsEvent));

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".ndjson"));

    public static string Text(string name) => Encoding.UTF8.GetString(Bytes(name));

    /// <summary>The lines without their line feeds, taken apart without the code under test.</summary>
    public static IReadOnlyList<byte[]> Lines(string name)
    {
        var text = Encoding.Latin1.GetString(Bytes(name));
        var lines = text.Split('\n');
        return [.. (text.EndsWith('\n') || text.Length == 0 ? lines[..^1] : lines).Select(Encoding.Latin1.GetBytes)];
    }

    private static bool IsEvent(byte[] line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("type", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
