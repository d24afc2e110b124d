using System.Globalization;
using Claudebox.Views;

namespace Claudebox.Runs;

/// <summary>
/// What is known of a run: the ledger's <c>run.json</c> and the body of <c>GET /runs/{id}</c>.
/// It holds no secret and no full prompt.
/// </summary>
public sealed record RunRecord
{
    private const int LongestPrompt = 60;

    /// <summary>The id that the client chose, or the server when it chose none.</summary>
    public required string RunId { get; init; }

    /// <summary>The run's state.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Absolute path of the workspace, as the container sees it.</summary>
    public required string Workspace { get; init; }

    /// <summary>
    /// Tells the workspace's directory on its host, whatever path it has in a container; opaque. Containers that share
    /// a data directory can have different directories at the same path.
    /// </summary>
    public string? WorkspaceKey { get; init; }

    /// <summary>The lineage the run belongs to: <c>prog</c>, <c>interactive</c>, <c>api</c> or <c>chat:…</c>.</summary>
    public required string Origin { get; init; }

    /// <summary>The first characters of the prompt, for lists.</summary>
    public string? PromptPreview { get; init; }

    /// <summary>SHA-256 of the request, to recognise a reused id with another request.</summary>
    public string? RequestDigest { get; init; }

    /// <summary>Claude Code's session, once known.</summary>
    public string? SessionId { get; init; }

    /// <summary>The model of Claude Code's <c>init</c> event, suffix included.</summary>
    public string? Model { get; init; }

    /// <summary>When the run was accepted.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When Claude Code was started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the run became final.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How many events are in the ledger.</summary>
    public long EventCount { get; init; }

    /// <summary>Places before this run in its workspace's queue; 0 unless queued.</summary>
    public int QueuePosition { get; init; }

    /// <summary>Format of the result that was asked for: <c>json-verbose</c>, or null for <c>json</c>.</summary>
    public string? OutputFormat { get; init; }

    /// <summary>Claude Code's exit code.</summary>
    public int? ExitCode { get; init; }

    /// <summary>US dollars, as Claude Code reports them.</summary>
    public decimal? TotalCostUsd { get; init; }

    /// <summary>Claude Code's count of turns.</summary>
    public int? NumTurns { get; init; }

    /// <summary>Background tasks that were ended because they outlived the wait for them.</summary>
    public IReadOnlyList<string>? EndedTasks { get; init; }

    /// <summary>
    /// What people should know although the run went on: an init hook of its container that failed, skills that are very large or
    /// could not be read. One sentence each.
    /// </summary>
    public IReadOnlyList<string>? Warnings { get; init; }

    /// <summary>Why the run did not complete.</summary>
    public RunFailure? Error { get; init; }

    /// <summary>Whether <see cref="Status"/> can still change.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsFinal => Status is not (RunStatus.Queued or RunStatus.Running);

    /// <summary>Gives one line about the run.</summary>
    /// <returns>State, time and the prompt's beginning.</returns>
    public override string ToString()
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{Status} {SubmittedAt.ToLocalTime():yyyy-MM-dd HH:mm}");
        return string.IsNullOrWhiteSpace(PromptPreview) ? line : $"{line}: {TerminalText.Line(PromptPreview, LongestPrompt)}";
    }
}
