using System.Buffers;
using System.Text;
using System.Text.Json;
using Claudebox.Events;
using Claudebox.Views;

namespace Claudebox.Core.Tests.Support;

/// <summary>Renders lines in an output format.</summary>
internal static class Render
{
    public static string Recorded(string recording, OutputFormat format, EventViewOptions? options = null) =>
        Lines(Recording.Lines(recording), format, options);

    public static string Lines(IEnumerable<string> lines, OutputFormat format, EventViewOptions? options = null) =>
        Lines(lines.Select(Encoding.UTF8.GetBytes), format, options);

    public static string Lines(IEnumerable<byte[]> lines, OutputFormat format, EventViewOptions? options = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var view = EventView.Create(format, output, options);
        foreach (var line in lines)
        {
            view.Add(ClaudeEvent.Parse(line));
        }

        view.Complete();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The one object of <c>json</c> and <c>json-verbose</c>: exactly one line, ended by a line feed.</summary>
    public static JsonElement OneObject(string rendered)
    {
        Assert.EndsWith("\n", rendered, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', rendered[..^1]);
        var root = Json(rendered);
        Assert.Equal(JsonValueKind.Object, root.ValueKind);
        return root;
    }

    public static JsonElement Json(string text) =>
        JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 1024 }).RootElement;

    public static string[] Keys(JsonElement element) => [.. element.EnumerateObject().Select(member => member.Name)];
}
