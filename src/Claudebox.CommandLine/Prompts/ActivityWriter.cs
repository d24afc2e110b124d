using Claudebox.Events;
using Claudebox.Views;

namespace Claudebox.CommandLine.Prompts;

/// <summary>Shows people on the standard error what Claude does: a line for each tool call and its result.</summary>
internal sealed class ActivityWriter(CommandContext context, bool isVerbose)
{
    private const int LongestLine = 160;
    private const string Waiting = "Claude is at work";
    private string? _text;

    /// <summary>Takes an event.</summary>
    public async Task AddAsync(ClaudeEvent source)
    {
        switch (source)
        {
            case AssistantEvent assistant:
                foreach (var block in assistant.Blocks)
                {
                    await AddAsync(block, Indent(source)).ConfigureAwait(false);
                }

                break;
            case UserEvent user:
                foreach (var result in user.Blocks.OfType<ToolResultBlock>())
                {
                    await NoteAsync($"{Indent(source)}  {(result.IsError ? "failed: " : "")}{TerminalText.Line(result.Text, LongestLine)}").ConfigureAwait(false);
                }

                break;
            case InitEvent init:
                await NoteAsync($"# {SystemSummary.Of(init)}").ConfigureAwait(false);
                break;
            case ApiRetryEvent or ModelFallbackEvent or ModelRefusalEvent or CompactBoundaryEvent or TaskStartedEvent or TaskNotificationEvent or InformationalEvent:
                await NoteAsync($"# {source.Subtype}: {TerminalText.Line(SystemSummary.Of(source), LongestLine)}").ConfigureAwait(false);
                break;
        }
    }

    /// <summary>Shows that there is nothing to see yet.</summary>
    public void Begin() => context.Status.Show(Waiting);

    private static string Indent(ClaudeEvent source) => source.ParentToolUseId is null ? "" : "  ";

    private async Task AddAsync(ContentBlock block, string indent)
    {
        if (block is TextBlock { Text.Length: > 0 } text)
        {
            // The last one is the answer, which the standard output gets.
            _text = text.Text;
        }
        else if (block is ToolUseBlock tool)
        {
            if (_text is { } before)
            {
                _text = null;
                await NoteAsync(indent + TerminalText.Line(before, LongestLine)).ConfigureAwait(false);
            }

            var call = $"{tool.Name}: {TerminalText.Line(tool.Input is { } input ? ToolSummary.Of(input) : "", LongestLine)}";
            await NoteAsync($"{indent}> {call}").ConfigureAwait(false);
            context.Status.Show(call);
        }
    }

    private Task NoteAsync(string text) => isVerbose ? context.NoteAsync(TerminalText.Block(text)) : Task.CompletedTask;
}
