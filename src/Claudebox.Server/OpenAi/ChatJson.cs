using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Claudebox.Server.OpenAi;

/// <summary>Writes answers in OpenAI's form: whole ones, and pieces that share id, time and model.</summary>
/// <param name="id">The answer's id.</param>
/// <param name="created">When it began, in Unix seconds.</param>
/// <param name="model">The model, as it was asked for.</param>
internal sealed class ChatJson(string id, long created, string model)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A whole answer.</summary>
    public ReadOnlyMemory<byte> Completion(string content, string finish, ChatUsage usage) => Write("chat.completion", writer =>
    {
        WriteChoice(writer, finish, () =>
        {
            writer.WriteStartObject("message");
            writer.WriteString("role", "assistant");
            writer.WriteString("content", content);
            writer.WriteNull("refusal");
            writer.WriteEndObject();
        });
        usage.Write(writer);
    });

    /// <summary>A piece of an answer.</summary>
    /// <param name="content">Its text; null for none.</param>
    /// <param name="isFirst">Whether it tells the role.</param>
    /// <param name="finish">Why the answer ends with it; null when it goes on.</param>
    /// <param name="withUsage">Whether another piece will bring the usage, so that this one says that it does not.</param>
    public ReadOnlyMemory<byte> Chunk(string? content, bool isFirst, string? finish, bool withUsage) => Write("chat.completion.chunk", writer =>
    {
        WriteChoice(writer, finish, () =>
        {
            writer.WriteStartObject("delta");
            if (isFirst)
            {
                writer.WriteString("role", "assistant");
            }

            if (content is not null)
            {
                writer.WriteString("content", content);
            }

            writer.WriteEndObject();
        });
        if (withUsage)
        {
            writer.WriteNull("usage");
        }
    });

    /// <summary>The piece with the usage and nothing else.</summary>
    public ReadOnlyMemory<byte> UsageChunk(ChatUsage usage) => Write("chat.completion.chunk", writer =>
    {
        writer.WriteStartArray("choices");
        writer.WriteEndArray();
        usage.Write(writer);
    });

    private ReadOnlyMemory<byte> Write(string type, Action<Utf8JsonWriter> members)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            writer.WriteString("object", type);
            writer.WriteNumber("created", created);
            writer.WriteString("model", model);
            members(writer);
            writer.WriteEndObject();
        }

        return output.WrittenMemory;
    }

    private static void WriteChoice(Utf8JsonWriter writer, string? finish, Action message)
    {
        writer.WriteStartArray("choices");
        writer.WriteStartObject();
        writer.WriteNumber("index", 0);
        message();
        writer.WriteNull("logprobs");
        writer.WriteString("finish_reason", finish);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}
