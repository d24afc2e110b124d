using System.Buffers;
using System.Text.Json;
using Claudebox.Runs;

namespace Claudebox.Server.Claude;

/// <summary>Lines for Claude Code's stdin in stream-json form (claude-cli.md §8.2, §8.5).</summary>
internal static class ClaudeInput
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The control request that ends the turn.</summary>
    public static ReadOnlyMemory<byte> Interrupt { get; } =
        """{"type":"control_request","request_id":"interrupt","request":{"subtype":"interrupt"}}"""u8.ToArray().Append((byte)'\n').ToArray();

    /// <summary>The user message of a run: its prompt, after the texts and images that come with it.</summary>
    public static ReadOnlyMemory<byte> UserMessage(RunRequest request)
    {
        var output = new ArrayBufferWriter<byte>(request.Prompt.Length + 64);
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "user");
            writer.WriteStartObject("message");
            writer.WriteString("role", "user");
            if (request.Content is { Count: > 0 } content)
            {
                writer.WriteStartArray("content");
                WriteBlocks(writer, content, request);
                writer.WriteEndArray();
            }
            else
            {
                writer.WriteString("content", AsText(request.Prompt, request.SlashCommands));
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        output.Write("\n"u8);
        return output.WrittenMemory;
    }

    private static void WriteBlocks(Utf8JsonWriter writer, IReadOnlyList<PromptBlock> content, RunRequest request)
    {
        foreach (var block in content)
        {
            if (block.IsImage)
            {
                WriteImage(writer, block);
            }
            else
            {
                WriteText(writer, AsText(block.Text!, isCommand: false));
            }
        }

        // The API refuses empty texts.
        if (!string.IsNullOrWhiteSpace(request.Prompt))
        {
            WriteText(writer, AsText(request.Prompt, request.SlashCommands));
        }
    }

    // A text that begins with "/" is a command to the CLI; a space in front makes it text (design section 4).
    private static string AsText(string text, bool isCommand) => text.StartsWith('/') && !isCommand ? " " + text : text;

    private static void WriteText(Utf8JsonWriter writer, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "text");
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }

    private static void WriteImage(Utf8JsonWriter writer, PromptBlock block)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "image");
        writer.WriteStartObject("source");
        writer.WriteString("type", "base64");
        writer.WriteString("media_type", block.MediaType);
        writer.WriteString("data", block.Data);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
