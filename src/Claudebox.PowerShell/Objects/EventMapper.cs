using Claudebox.Events;
using Claudebox.Runs;

namespace Claudebox.Objects;

/// <summary>Turns the events of one run into the objects of the pipeline.</summary>
internal sealed class EventMapper(string runId, string workspace, bool includeDelta)
{
    private readonly Dictionary<string, string> _openTools = new(StringComparer.Ordinal);
    private string? _model;

    /// <summary>Gives the objects of an event other than a result.</summary>
    /// <param name="source">The event.</param>
    /// <param name="sequence">Its number within the run.</param>
    /// <param name="time">When it was received.</param>
    /// <returns>One object per block for messages, else one; none for partial messages that were not asked for.</returns>
    public IEnumerable<ClaudeboxEvent> Map(ClaudeEvent source, long sequence, DateTimeOffset time)
    {
        var origin = new EventOrigin(runId, workspace, sequence, time);
        if (source is InitEvent init)
        {
            _model = init.Model;
        }

        return source switch
        {
            { IsPartial: true } when !includeDelta => [],
            AssistantEvent { Blocks.Count: > 0 } assistant => assistant.Blocks.Select(block => MapBlock(assistant, block, origin)),
            UserEvent { Blocks.Count: > 0 } user => user.Blocks.Select(block => MapBlock(user, block, origin)),
            StreamEvent stream => [new ClaudeboxTextDelta(stream, origin)],
            RateLimitEvent limit => [new ClaudeboxRateLimit(limit, origin)],
            SystemEvent or UnknownEvent { Type: "system" } => [new ClaudeboxSystemEvent(source, origin)],
            _ => [new ClaudeboxUnknownEvent(source, origin)],
        };
    }

    /// <summary>Gives the object of a result.</summary>
    /// <param name="source">The event.</param>
    /// <param name="run">The run's final record; null while further results follow.</param>
    /// <param name="sequence">Its number within the run.</param>
    /// <param name="time">When it was received.</param>
    public ClaudeboxResult MapResult(ResultEvent source, RunRecord? run, long sequence, DateTimeOffset time) =>
        new(source, run, _model, new EventOrigin(runId, workspace, sequence, time));

    private ClaudeboxEvent MapBlock(AssistantEvent source, ContentBlock block, EventOrigin origin)
    {
        switch (block)
        {
            case TextBlock text:
                return new ClaudeboxAssistantMessage(source, text, origin);
            case ThinkingBlock thinking:
                return new ClaudeboxThinking(source, thinking, origin);
            case ToolUseBlock tool:
                if (tool is { Id: { } id, Name: { } name })
                {
                    _openTools[id] = name;
                }

                return new ClaudeboxToolUse(source, tool, origin);
            default:
                return new ClaudeboxUnknownEvent(source, block, origin);
        }
    }

    private ClaudeboxEvent MapBlock(UserEvent source, ContentBlock block, EventOrigin origin)
    {
        switch (block)
        {
            case TextBlock text:
                return new ClaudeboxUserMessage(source, text, origin);
            case ToolResultBlock result:
                string? tool = null;
                if (result.ToolUseId is { } id)
                {
                    _openTools.Remove(id, out tool);
                }

                return new ClaudeboxToolResult(source, result, tool, origin);
            default:
                return new ClaudeboxUnknownEvent(source, block, origin);
        }
    }
}
