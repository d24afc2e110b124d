using System.Buffers;
using System.Text.Json;

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

    /// <summary>A user message.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="slashCommands">Whether a leading <c>/</c> means a command of the CLI.</param>
    public static ReadOnlyMemory<byte> UserMessage(string prompt, bool slashCommands)
    {
        // A prompt that begins with "/" is a command to the CLI; a space in front makes it text (design section 4).
        var text = prompt.StartsWith('/') && !slashCommands ? " " + prompt : prompt;
        var output = new ArrayBufferWriter<byte>(text.Length + 64);
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "user");
            writer.WriteStartObject("message");
            writer.WriteString("role", "user");
            writer.WriteString("content", text);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        output.Write("\n"u8);
        return output.WrittenMemory;
    }
}
