using Claudebox.Runs;
using Claudebox.Server.Claude;

namespace Claudebox.Server.Runs;

/// <summary>What is decided about a run before Claude Code starts.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="RunId">The run.</param>
/// <param name="Workspace">The working directory, links resolved.</param>
/// <param name="Origin">The lineage.</param>
/// <param name="Mark">The supplementary group of the run's processes.</param>
internal sealed record RunPlan(RunRequest Request, string RunId, string Workspace, string Origin, uint Mark)
{
    private const int PreviewLength = 200;

    /// <summary>The beginning of what is asked, for lists of runs.</summary>
    public string Preview => TextRules.Beginning(
        Request.Prompt.Length > 0 ? Request.Prompt : Request.Content?.LastOrDefault(block => block.Text is not null)?.Text ?? "",
        PreviewLength);

    /// <summary>How long to wait for the workspace; null means as long as it takes.</summary>
    public TimeSpan? QueueLimit { get; init; }

    /// <summary>Bytes of the request, which stays in memory until the run is over.</summary>
    public long Size { get; init; }

    /// <summary>Whether the workspace is one that this server made for the run.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>The session; null until it is decided under the workspace's lock.</summary>
    public SessionChoice? Session { get; init; }
}
