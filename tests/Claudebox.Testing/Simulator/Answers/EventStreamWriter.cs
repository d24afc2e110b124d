using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Claudebox.Testing;

/// <summary>Writes a message as server-sent events, piece by piece, never further than the client reads.</summary>
internal sealed class EventStreamWriter(PipeWriter output, AnswerContext context)
{
    /// <summary>Sends the message.</summary>
    /// <returns>False when the connection has to be cut now.</returns>
    /// <exception cref="OperationCanceledException">The client left or the simulator stops.</exception>
    public async Task<bool> WriteAsync(MessageAnswer answer)
    {
        await SendAsync(MessageStart(answer.Usage));
        for (var index = 0; index < answer.Content.Count; index++)
        {
            await SendBlockAsync(answer.Content[index], index);
            var staysOpen = index == answer.Content.Count - 1 && answer.Ending != AnswerEnding.Complete && answer.LeavesBlockOpen;
            if (!staysOpen)
            {
                await SendAsync(new() { ["type"] = "content_block_stop", ["index"] = index });
            }
        }

        return answer.Ending == AnswerEnding.Complete ? await EndWellAsync(answer) : await EndBadlyAsync(answer);
    }

    private async Task<bool> EndWellAsync(MessageAnswer answer)
    {
        await SendAsync(new()
        {
            ["type"] = "message_delta",
            ["delta"] = new JsonObject { ["stop_reason"] = answer.StopReason, ["stop_sequence"] = null },
            ["usage"] = new JsonObject { ["output_tokens"] = answer.Usage.Output },
        });
        await SendAsync(new() { ["type"] = "message_stop" });
        return true;
    }

    private JsonObject MessageStart(TokenUsage usage) => new()
    {
        ["type"] = "message_start",
        ["message"] = new JsonObject
        {
            ["id"] = context.MessageId,
            ["type"] = "message",
            ["role"] = "assistant",
            ["model"] = context.Model,
            ["content"] = new JsonArray(),
            ["stop_reason"] = null,
            ["stop_sequence"] = null,
            ["usage"] = new JsonObject
            {
                ["input_tokens"] = usage.Input,
                ["cache_creation_input_tokens"] = usage.CacheCreation,
                ["cache_read_input_tokens"] = usage.CacheRead,
                ["output_tokens"] = Math.Min(1, usage.Output),
            },
        },
    };

    private Task SendBlockAsync(ContentBlock block, int index) => block switch
    {
        TextBlock text => SendTextAsync(text, index),
        ThinkingBlock thinking => SendThinkingAsync(thinking, index),
        ToolUseBlock tool => SendToolUseAsync(tool, index),
        _ => throw new InvalidOperationException($"No way to stream a {block.GetType().Name}."),
    };

    private async Task SendTextAsync(TextBlock block, int index)
    {
        await SendBlockStartAsync(index, new() { ["type"] = "text", ["text"] = "" });
        var first = true;
        foreach (var piece in block.Deltas)
        {
            await context.PauseAsync(first ? TimeSpan.Zero : block.Delay);
            first = false;
            await SendDeltaAsync(index, new() { ["type"] = "text_delta", ["text"] = piece });
        }
    }

    private async Task SendThinkingAsync(ThinkingBlock block, int index)
    {
        await SendBlockStartAsync(index, new() { ["type"] = "thinking", ["thinking"] = "", ["signature"] = "" });
        await SendDeltaAsync(index, new() { ["type"] = "thinking_delta", ["thinking"] = block.Thinking });
        await SendDeltaAsync(index, new() { ["type"] = "signature_delta", ["signature"] = block.Signature });
    }

    private async Task SendToolUseAsync(ToolUseBlock block, int index)
    {
        var id = AnswerContext.NewId("toolu_sim");
        await SendBlockStartAsync(index, new() { ["type"] = "tool_use", ["id"] = id, ["name"] = block.Name, ["input"] = new JsonObject() });
        await SendDeltaAsync(index, new() { ["type"] = "input_json_delta", ["partial_json"] = "" });
        foreach (var piece in block.Input.ToJsonString().Chunk(4096))
        {
            await SendDeltaAsync(index, new() { ["type"] = "input_json_delta", ["partial_json"] = new string(piece) });
        }
    }

    private async Task SendBlockStartAsync(int index, JsonObject block)
    {
        await SendAsync(new() { ["type"] = "content_block_start", ["index"] = index, ["content_block"] = block });
        if (index == 0)
        {
            await SendAsync(new() { ["type"] = "ping" });
        }
    }

    private Task SendDeltaAsync(int index, JsonObject delta) =>
        SendAsync(new() { ["type"] = "content_block_delta", ["index"] = index, ["delta"] = delta });

    private async Task<bool> EndBadlyAsync(MessageAnswer answer)
    {
        await context.PauseAsync(answer.EndingWait);
        await context.PassAsync(answer.EndingGate);
        switch (answer.Ending)
        {
            case AnswerEnding.ErrorEvent:
                await SendAsync(AnswerFailure.Overloaded(context.RequestId));
                return true;
            case AnswerEnding.Silence:
                await context.WaitForTheEndAsync();
                return false;
            default:
                return false;
        }
    }

    private async Task SendAsync(JsonObject data)
    {
        Encoding.UTF8.GetBytes($"event: {(string)data["type"]!}\ndata: ", output);
        using (var json = new Utf8JsonWriter(output))
        {
            data.WriteTo(json);
        }

        Encoding.UTF8.GetBytes("\n\n", output);
        await output.FlushAsync(context.CancellationToken);
        context.CancellationToken.ThrowIfCancellationRequested();
    }
}
