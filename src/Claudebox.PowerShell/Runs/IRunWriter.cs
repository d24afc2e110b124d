using Claudebox.Events;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Runs;

/// <summary>Puts a run's events into the pipeline in one format.</summary>
internal interface IRunWriter
{
    /// <summary>Takes the next event.</summary>
    Task AddAsync(ClaudeEvent source, long sequence);

    /// <summary>Writes what is left when the run has ended.</summary>
    /// <param name="run">The final record; null when it could not be learned.</param>
    Task CompleteAsync(RunRecord? run);
}
