using System.Buffers;
using Claudebox.Events;
using Claudebox.Runs;

namespace Claudebox.Views;

/// <summary>
/// Renders a run's events in one <see cref="OutputFormat"/>. Feed it every event in order, then complete it;
/// it writes as early as its format allows and keeps no more than the last result in memory.
/// </summary>
public abstract class EventView
{
    private protected EventView(IBufferWriter<byte> output) => Output = output;

    /// <summary>Where the view writes.</summary>
    protected IBufferWriter<byte> Output { get; }

    /// <summary>The last result so far.</summary>
    public ResultEvent? Result { get; private set; }

    /// <summary>Makes the view of a format.</summary>
    /// <param name="format">The format.</param>
    /// <param name="output">Where to write, in UTF-8; the caller flushes it.</param>
    /// <param name="options">What to add or leave out.</param>
    /// <returns>The view.</returns>
    public static EventView Create(OutputFormat format, IBufferWriter<byte> output, EventViewOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        options ??= EventViewOptions.Default;
        return format switch
        {
            OutputFormat.Text => new TextView(output),
            OutputFormat.Json => new JsonView(output, options),
            OutputFormat.JsonVerbose => new JsonVerboseView(output, options),
            OutputFormat.StreamJson => new StreamJsonView(output, options),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
    }

    /// <summary>Takes the next event.</summary>
    /// <param name="event">The event.</param>
    public void Add(ClaudeEvent @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        if (@event is ResultEvent result)
        {
            // A process can emit several results; the last one counts (claude-cli.md §8.4).
            Result = result;
        }

        OnEvent(@event);
    }

    /// <summary>Writes what the format still owes.</summary>
    /// <param name="run">The run in its final state, whose exit code and failure become part of a JSON result; may be null.</param>
    public abstract void Complete(RunRecord? run = null);

    /// <summary>Renders an event.</summary>
    /// <param name="event">The event.</param>
    protected abstract void OnEvent(ClaudeEvent @event);
}
