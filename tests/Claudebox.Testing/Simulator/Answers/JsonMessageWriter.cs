using System.IO.Pipelines;
using System.Text.Json;

namespace Claudebox.Testing;

/// <summary>Writes a message as one JSON document, for requests without <c>stream</c>; also never further than the client reads.</summary>
internal sealed class JsonMessageWriter(PipeWriter output, AnswerContext context)
{
    /// <summary>Sends the message.</summary>
    /// <returns>False when the connection has to be cut now.</returns>
    /// <exception cref="OperationCanceledException">The client left or the simulator stops.</exception>
    public async Task<bool> WriteAsync(MessageAnswer answer)
    {
        await using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("id", context.MessageId);
        json.WriteString("type", "message");
        json.WriteString("role", "assistant");
        json.WriteString("model", context.Model);
        json.WriteStartArray("content");
        foreach (var block in answer.Content)
        {
            await WriteBlockAsync(json, block);
        }

        if (answer.Ending == AnswerEnding.Silence)
        {
            await context.WaitForTheEndAsync();
        }

        if (answer.Ending != AnswerEnding.Complete)
        {
            return false;
        }

        json.WriteEndArray();
        json.WriteString("stop_reason", answer.StopReason);
        json.WriteNull("stop_sequence");
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", answer.Usage.Input);
        json.WriteNumber("cache_creation_input_tokens", answer.Usage.CacheCreation);
        json.WriteNumber("cache_read_input_tokens", answer.Usage.CacheRead);
        json.WriteNumber("output_tokens", answer.Usage.Output);
        json.WriteEndObject();
        json.WriteEndObject();
        await FlushAsync(json);
        return true;
    }

    private async Task WriteBlockAsync(Utf8JsonWriter json, ContentBlock block)
    {
        json.WriteStartObject();
        switch (block)
        {
            case TextBlock text:
                json.WriteString("type", "text");
                json.WritePropertyName("text");
                await WritePiecesAsync(json, text);
                break;
            case ThinkingBlock thinking:
                json.WriteString("type", "thinking");
                json.WriteString("thinking", thinking.Thinking);
                json.WriteString("signature", thinking.Signature);
                break;
            case ToolUseBlock tool:
                json.WriteString("type", "tool_use");
                json.WriteString("id", AnswerContext.NewId("toolu_sim"));
                json.WriteString("name", tool.Name);
                json.WritePropertyName("input");
                tool.Input.WriteTo(json);
                break;
            default:
                throw new InvalidOperationException($"No way to write a {block.GetType().Name}.");
        }

        json.WriteEndObject();
        await FlushAsync(json);
    }

    private async Task WritePiecesAsync(Utf8JsonWriter json, TextBlock text)
    {
        var first = true;
        foreach (var piece in text.Deltas)
        {
            await context.PauseAsync(first ? TimeSpan.Zero : text.Delay);
            first = false;
            json.WriteStringValueSegment(piece, isFinalSegment: false);
            await FlushAsync(json);
        }

        json.WriteStringValueSegment(ReadOnlySpan<char>.Empty, isFinalSegment: true);
    }

    private async Task FlushAsync(Utf8JsonWriter json)
    {
        json.Flush();
        await output.FlushAsync(context.CancellationToken);
        context.CancellationToken.ThrowIfCancellationRequested();
    }
}
