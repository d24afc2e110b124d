using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Claudebox.Events;
using Claudebox.Runs;

namespace Claudebox.Views;

/// <summary>
/// Format <c>json-verbose</c>: the result with <c>turns</c> and <c>system</c> (behaviour.md 1.7). Turns are written
/// as their events come, so memory does not grow with them; blocks keep their order.
/// </summary>
internal sealed class JsonVerboseView : EventView
{
    private const int LongestToolResult = 2000;

    private readonly Utf8JsonWriter _writer;
    private readonly EventViewOptions _options;
    private InitEvent? _init;
    private string? _openMessage;

    public JsonVerboseView(IBufferWriter<byte> output, EventViewOptions options)
        : base(output)
    {
        _options = options;
        _writer = ResultJson.Writer(output);
        _writer.WriteStartObject();
        _writer.WriteStartArray("turns");
    }

    public override void Complete(RunRecord? run = null)
    {
        CloseTurn();
        _writer.WriteEndArray();
        if (_init is not null)
        {
            _writer.WriteStartObject("system");
            _writer.WriteString("sessionId", _init.SessionId ?? "");
            _writer.WriteString("model", _init.Model ?? "");
            _writer.WriteString("cwd", _init.WorkingDirectory ?? "");
            _writer.WriteStartArray("tools");
            foreach (var tool in _init.Tools)
            {
                _writer.WriteStringValue(tool);
            }

            _writer.WriteEndArray();
            _writer.WriteEndObject();
        }

        ResultJson.WriteMembers(_writer, Result, _options, run);
        _writer.WriteEndObject();
        _writer.Dispose();
        Output.Write("\n"u8);
    }

    protected override void OnEvent(ClaudeEvent @event)
    {
        switch (@event)
        {
            case InitEvent init:
                _init = init;
                break;
            case AssistantEvent { Blocks.Count: > 0 } assistant:
                AddAssistant(assistant);
                break;
            case UserEvent user when user.Blocks.OfType<ToolResultBlock>().Any():
                AddToolResults(user);
                break;
        }

        _writer.Flush();
    }

    // The CLI writes one line per block; the blocks of one message make one turn.
    private void AddAssistant(AssistantEvent assistant)
    {
        if (_openMessage is null || _openMessage != assistant.MessageId)
        {
            CloseTurn();
            OpenTurn("assistant", assistant.ParentToolUseId);
            _openMessage = assistant.MessageId ?? "";
        }

        foreach (var block in assistant.Blocks)
        {
            _writer.WriteStartObject();
            _writer.WriteString("type", block.Type);
            switch (block)
            {
                case TextBlock text:
                    _writer.WriteString("text", text.Text);
                    break;
                case ThinkingBlock thinking:
                    _writer.WriteString("thinking", thinking.Thinking);
                    break;
                case ToolUseBlock tool:
                    _writer.WriteString("id", tool.Id);
                    _writer.WriteString("name", tool.Name);
                    _writer.WritePropertyName("input");
                    _writer.WriteRawValue(tool.Input?.GetRawText() ?? "{}", skipInputValidation: true);
                    break;
            }

            _writer.WriteEndObject();
        }
    }

    private void AddToolResults(UserEvent user)
    {
        CloseTurn();
        OpenTurn("tool_result", user.ParentToolUseId);
        foreach (var block in user.Blocks.OfType<ToolResultBlock>())
        {
            var text = block.Text;
            _writer.WriteStartObject();
            _writer.WriteString("type", "tool_result");
            _writer.WriteString("toolUseId", block.ToolUseId);
            _writer.WriteBoolean("isError", block.IsError);
            if (text.Length <= LongestToolResult)
            {
                _writer.WriteString("content", text);
            }
            else
            {
                _writer.WriteString("content", TextRules.Beginning(text, LongestToolResult));
                _writer.WriteBoolean("truncated", true);
                _writer.WriteNumber("totalLength", text.Length);
                _writer.WriteString("sha256", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant());
            }

            _writer.WriteEndObject();
        }

        CloseTurn();
    }

    private void OpenTurn(string role, string? parentToolUseId)
    {
        _openMessage = "";
        _writer.WriteStartObject();
        _writer.WriteString("role", role);
        if (parentToolUseId is not null)
        {
            _writer.WriteString("parentToolUseId", parentToolUseId);
        }

        _writer.WriteStartArray("content");
    }

    private void CloseTurn()
    {
        if (_openMessage is not null)
        {
            _writer.WriteEndArray();
            _writer.WriteEndObject();
            _openMessage = null;
        }
    }
}
