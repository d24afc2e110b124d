using System.Buffers;
using System.Text;
using Claudebox.Events;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;
using Claudebox.Views;

namespace Claudebox.PowerShell.Runs;

/// <summary>Writes one of the text formats as strings: lines as they happen for stream-json, else one text at the end.</summary>
internal sealed class ViewWriter : IRunWriter
{
    private readonly PipelineOutput _output;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly EventView _view;
    private readonly bool _lineByLine;

    public ViewWriter(PipelineOutput output, OutputFormat format, EventViewOptions options)
    {
        _output = output;
        _view = EventView.Create(format, _buffer, options);
        _lineByLine = format == OutputFormat.StreamJson;
    }

    public Task AddAsync(ClaudeEvent source, long sequence)
    {
        _view.Add(source);
        return _lineByLine ? FlushAsync() : Task.CompletedTask;
    }

    public Task CompleteAsync(RunRecord? run)
    {
        _view.Complete();
        return FlushAsync();
    }

    private async Task FlushAsync()
    {
        var written = _buffer.WrittenMemory;
        if (written.Length > 0)
        {
            // The line feed at the end belongs to files and terminals, not to a string in a pipeline.
            var length = written.Span[^1] == (byte)'\n' ? written.Length - 1 : written.Length;
            var text = Encoding.UTF8.GetString(written.Span[..length]);
            _buffer.ResetWrittenCount();
            await _output.WriteObjectAsync(text).ConfigureAwait(false);
        }
    }
}
