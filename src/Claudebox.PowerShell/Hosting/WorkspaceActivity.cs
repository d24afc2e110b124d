using Claudebox.Runs;

namespace Claudebox.PowerShell.Hosting;

/// <summary>What the server of a workspace knows of it.</summary>
/// <param name="Sessions">How many sessions there are.</param>
/// <param name="LastRun">The newest run that is kept.</param>
/// <param name="Cost">US dollars of all runs that are kept.</param>
internal sealed record WorkspaceActivity(int Sessions, RunRecord? LastRun, decimal Cost);
