using Claudebox.Docker;

namespace Claudebox.PowerShell.Hosting;

/// <summary>Hands the engine's progress on in types that are not the Docker library's.</summary>
internal sealed class ProgressRelay(IProgress<HostProgress> target) : IProgress<EngineProgress>
{
    public void Report(EngineProgress value) => target.Report(new HostProgress($"{value.Activity}: {value.Status}", value.PercentComplete));
}
