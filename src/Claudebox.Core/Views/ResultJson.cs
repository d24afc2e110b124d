using System.Buffers;
using System.Text.Json;
using Claudebox.Events;
using Claudebox.Json;

namespace Claudebox.Views;

/// <summary>Writes the members of a result object, for the formats that end in one.</summary>
internal static class ResultJson
{
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static Utf8JsonWriter Writer(IBufferWriter<byte> output) => new(output, WriterOptions);

    /// <summary>Writes the members without the braces around them.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, ResultEvent? result, EventViewOptions options)
    {
        if (result is null)
        {
            // behaviour.md 1.7: a stream without a result still gives an object that says so.
            writer.WriteString("type", "result");
            writer.WriteString("subtype", "error");
            writer.WriteBoolean("isError", true);
            writer.WriteString("result", "Claude Code ended without a result.");
        }
        else
        {
            using var document = JsonDocument.Parse(Utf8Text.Repair(Envelope.ToCamelCase(result.Line.Span)), new JsonDocumentOptions { MaxDepth = 512 });
            foreach (var member in document.RootElement.EnumerateObject())
            {
                writer.WritePropertyName(member.SafeName());
                writer.WriteRawValue(member.Value.GetRawText(), skipInputValidation: true);
            }
        }

        if (options.RunId is not null)
        {
            writer.WriteString("runId", options.RunId);
        }

        if (options.Workspace is not null)
        {
            writer.WriteString("workspace", options.Workspace);
        }
    }
}
