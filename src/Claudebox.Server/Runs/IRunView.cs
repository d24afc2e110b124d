using Claudebox.Runs;

namespace Claudebox.Server.Runs;

/// <summary>A run as its readers see it, whether this server drives it or only finds it in the ledger.</summary>
internal interface IRunView
{
    /// <summary>The run as it is now.</summary>
    RunRecord Record { get; }

    /// <summary>Completes when the record or the events may have changed.</summary>
    Task Changed();
}
