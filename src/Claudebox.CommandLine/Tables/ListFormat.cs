using System.Buffers;
using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Claudebox.CommandLine.Parsing;

namespace Claudebox.CommandLine.Tables;

/// <summary>The option of commands that list something: a table for people, JSON for scripts.</summary>
internal sealed class ListFormat
{
    // For terminals and programs, not for web pages.
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary><c>--output-format</c>.</summary>
    public Option<string?> Option { get; } = Values.OneOf(
        new Option<string?>("--output-format") { Description = "text: a table. json: an array of objects. Default: text.", HelpName = "text|json" },
        ["text", "json"]);

    /// <summary>Whether JSON was asked for.</summary>
    public bool IsJson(ParseResult result) => result.GetValue(Option) == "json";

    /// <summary>Writes a value as JSON.</summary>
    public static async Task WriteJsonAsync<T>(CommandContext context, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new Utf8JsonWriter(buffer, Readable);
        await using (writer.ConfigureAwait(false))
        {
            JsonSerializer.Serialize(writer, value, type);
        }

        buffer.Write("\n"u8);
        await context.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
    }
}
