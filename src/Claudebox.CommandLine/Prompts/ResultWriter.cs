using System.Buffers;
using Claudebox.Events;
using Claudebox.Runs;
using Claudebox.Views;

namespace Claudebox.CommandLine.Prompts;

/// <summary>Writes a run to the standard output in one of the four formats, as early as the format allows.</summary>
internal sealed class ResultWriter
{
    // What grows without end must not stay in memory; small pieces are not worth a write.
    private const int LargestBuffer = 64 * 1024;

    private readonly CommandContext _context;
    private readonly OutputFormat _format;
    private readonly EventView _view;
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public ResultWriter(CommandContext context, OutputFormat format, EventViewOptions options)
    {
        _context = context;
        _format = format;
        _view = EventView.Create(format, _buffer, options);
    }

    /// <summary>Takes an event.</summary>
    public Task AddAsync(ClaudeEvent source)
    {
        _view.Add(source);
        return _format == OutputFormat.StreamJson || _buffer.WrittenCount > LargestBuffer ? FlushAsync() : Task.CompletedTask;
    }

    /// <summary>Ends the output. Of a run that failed, text shows nothing: the error says it.</summary>
    public Task CompleteAsync(RunRecord record)
    {
        if (_format == OutputFormat.Text && record.Status != RunStatus.Completed)
        {
            return Task.CompletedTask;
        }

        _view.Complete(record);
        return FlushAsync();
    }

    private async Task FlushAsync()
    {
        if (_buffer.WrittenCount > 0)
        {
            // Not the command's token: what has happened is shown, also when the run is being cancelled.
            await _context.WriteAsync(_buffer.WrittenMemory, CancellationToken.None).ConfigureAwait(false);
            _buffer.ResetWrittenCount();
        }
    }
}
