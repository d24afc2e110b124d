using System.Security.Cryptography;
using System.Text;
using Claudebox.Runs;

namespace Claudebox.Server.OpenAi;

/// <summary>
/// A conversation as one user message of Claude Code. The CLI takes user messages only and answers each (claude-cli.md §8.2),
/// so what was said before comes as a quoted history, complete and in order, with its images in their places; the message
/// to be answered comes last and as it is. A single message needs no history.
/// </summary>
internal sealed class ChatPrompt
{
    private const string Introduction = "This conversation has gone on for a while. Its messages so far, oldest first:\n\n";
    private const string ToAnswer = "\nThe user's next message follows. Answer it as the assistant of this conversation, and do not repeat the conversation.";
    private const string AfterTool = "Answer as the assistant of this conversation, knowing the results above, and do not repeat the conversation.";
    private const string AfterAssistant = "Continue the assistant's last message where it ends, and do not repeat the conversation.";

    private readonly List<PromptBlock> _blocks = [];
    private readonly StringBuilder _text = new();
    private readonly IReadOnlyDictionary<ChatPart, PromptBlock> _images;
    private readonly string _tag;

    private ChatPrompt(IReadOnlyList<ChatMessage> messages, IReadOnlyDictionary<ChatPart, PromptBlock> images)
    {
        _images = images;
        _tag = UnusedTag(messages);
    }

    /// <summary>Puts a conversation into a run's request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="messages">All messages.</param>
    /// <param name="images">The images of their parts.</param>
    public static RunRequest Apply(RunRequest request, IReadOnlyList<ChatMessage> messages, IReadOnlyDictionary<ChatPart, PromptBlock> images)
    {
        var system = string.Join('\n', messages.Where(m => m.Role == ChatRole.System).Select(TextOf));
        IReadOnlyList<ChatMessage> spoken = [.. messages.Where(m => m.Role != ChatRole.System)];
        var prompt = new ChatPrompt(spoken, images).Compose(spoken);
        if (prompt.Last.Length == 0 && !prompt.Content.Any(block => block.IsImage))
        {
            throw ChatFields.Wrong("messages", "ends with a message that holds nothing to answer");
        }

        return request with
        {
            SystemPrompt = string.IsNullOrWhiteSpace(system) ? null : system,
            Content = prompt.Content.Count > 0 ? prompt.Content : null,
            Prompt = prompt.Last,
        };
    }

    private (IReadOnlyList<PromptBlock> Content, string Last) Compose(IReadOnlyList<ChatMessage> messages)
    {
        var last = messages[^1];
        var answers = last.Role == ChatRole.User;
        var history = answers ? messages.SkipLast(1).ToList() : messages;
        if (history.Count > 0)
        {
            _text.Append(Introduction);
            foreach (var message in history)
            {
                Quote(message);
            }

            if (answers)
            {
                _text.Append(ToAnswer);
            }

            EndText();
        }

        if (!answers)
        {
            return (_blocks, last.Role == ChatRole.Tool ? AfterTool : AfterAssistant);
        }

        Add(last.Parts);
        return (_blocks, TakeText());
    }

    private void Quote(ChatMessage message)
    {
        _text.Append('<').Append(_tag).Append(" role=\"").Append(NameOf(message.Role)).Append('"');
        Attribute("name", message.Name);
        Attribute("tool_call_id", message.CallId);
        _text.Append(">\n");
        Add(message.Parts);
        foreach (var call in message.Calls)
        {
            NewLine();
            _text.Append("[tool call");
            Attribute("id", call.Id);
            Attribute("name", call.Name);
            _text.Append("] ").Append(call.Arguments);
        }

        NewLine();
        _text.Append("</").Append(_tag).Append(">\n");
    }

    private void Add(IReadOnlyList<ChatPart> parts)
    {
        foreach (var part in parts)
        {
            if (part.Text is not null)
            {
                NewLine();
                _text.Append(part.Text);
            }
            else
            {
                EndText();
                _blocks.Add(_images[part]);
            }
        }
    }

    private void NewLine()
    {
        if (_text.Length > 0 && _text[^1] != '\n')
        {
            _text.Append('\n');
        }
    }

    private void EndText()
    {
        var text = TakeText();
        if (!string.IsNullOrWhiteSpace(text))
        {
            _blocks.Add(PromptBlock.OfText(text));
        }
    }

    private string TakeText()
    {
        var text = _text.ToString();
        _text.Clear();
        return text;
    }

    private void Attribute(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _text.Append(' ').Append(name).Append("=\"")
                .Append(string.Concat(value.Select(c => char.IsControl(c) ? ' ' : c))
                    .Replace("&", "&amp;", StringComparison.Ordinal)
                    .Replace("\"", "&quot;", StringComparison.Ordinal)
                    .Replace("<", "&lt;", StringComparison.Ordinal)
                    .Replace(">", "&gt;", StringComparison.Ordinal))
                .Append('"');
        }
    }

    // Nothing that was said may look like the end of a message: what a tool answered in another place is not to be trusted.
    private static string UnusedTag(IReadOnlyList<ChatMessage> messages)
    {
        const string Usual = "message";
        var texts = messages.SelectMany(m => m.Parts.Select(p => p.Text).Concat(m.Calls.Select(c => c.Arguments))).OfType<string>().ToList();
        var tag = Usual;
        while (texts.Any(t => t.Contains("<" + tag, StringComparison.OrdinalIgnoreCase) || t.Contains("</" + tag, StringComparison.OrdinalIgnoreCase)))
        {
            // Not to be guessed, so that one look more is enough whatever was said.
            tag = $"{Usual}-{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        }

        return tag;
    }

    private static string TextOf(ChatMessage message) => string.Join('\n', message.Parts.Select(
        part => part.Text ?? throw ChatFields.Wrong(part.Field, "must not be an image: system messages hold text only")));

    private static string NameOf(ChatRole role) => role switch
    {
        ChatRole.User => "user",
        ChatRole.Assistant => "assistant",
        _ => "tool",
    };
}
