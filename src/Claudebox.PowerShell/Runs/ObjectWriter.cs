using Claudebox.Events;
using Claudebox.Objects;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Runs;

/// <summary>Writes events as objects while they happen; the result comes last.</summary>
internal sealed class ObjectWriter(PipelineOutput output, EventMapper mapper, bool resultOnly, TimeProvider time) : IRunWriter
{
    // A result is final only when the run is: background work leads to further turns with results of their own.
    private (ResultEvent Event, long Sequence, DateTimeOffset Time)? _result;

    public async Task AddAsync(ClaudeEvent source, long sequence)
    {
        var now = time.GetLocalNow();
        if (source is ResultEvent result)
        {
            if (_result is { } earlier && !resultOnly)
            {
                await output.WriteObjectAsync(mapper.MapResult(earlier.Event, null, earlier.Sequence, earlier.Time)).ConfigureAwait(false);
            }

            _result = (result, sequence, now);
            return;
        }

        foreach (var item in mapper.Map(source, sequence, now))
        {
            if (!resultOnly)
            {
                await output.WriteObjectAsync(item).ConfigureAwait(false);
            }
        }
    }

    public async Task CompleteAsync(RunRecord? run)
    {
        if (_result is { } last)
        {
            await output.WriteObjectAsync(mapper.MapResult(last.Event, run, last.Sequence, last.Time)).ConfigureAwait(false);
        }
    }
}
