using System.Buffers;
using System.Text.Json;
using Claudebox.Events;
using Claudebox.Json;
using Claudebox.Runs;

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

    /// <summary>Writes the whole object on a line.</summary>
    public static void WriteObject(IBufferWriter<byte> output, ResultEvent? result, EventViewOptions options, RunRecord? run)
    {
        using (var writer = Writer(output))
        {
            writer.WriteStartObject();
            WriteMembers(writer, result, options, run);
            writer.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    /// <summary>Writes the members without the braces around them.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, ResultEvent? result, EventViewOptions options, RunRecord? run)
    {
        if (result is null)
        {
            // behaviour.md 1.7: a stream without a result still gives an object that says so.
            writer.WriteString("type", "result");
            writer.WriteString("subtype", "error");
            writer.WriteBoolean("isError", true);
            writer.WriteString("result", run?.Error?.Message ?? "Claude Code ended without a result.");
        }
        else
        {
            using var document = JsonDocument.Parse(Utf8Text.Repair(Envelope.ToCamelCase(result.Line.Span)), new JsonDocumentOptions { MaxDepth = JsonDepth.Limit });
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

        if (run?.ExitCode is { } exitCode)
        {
            writer.WriteNumber("exitCode", exitCode);
        }

        if (run?.Error is { } error)
        {
            writer.WriteStartObject("error");
            writer.WriteString("code", error.Code.ToString());
            writer.WriteString("message", error.Message);
            writer.WriteEndObject();
        }
    }
}
