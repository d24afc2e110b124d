using Claudebox.Runs;

namespace Claudebox;

/// <summary>A run on a server.</summary>
public sealed class ClaudeboxRun
{
    internal ClaudeboxRun(RunRecord source, ClaudeboxServer server)
    {
        Record = source;
        Server = server;
    }

    /// <summary>The run's id.</summary>
    public string RunId => Record.RunId;

    /// <summary>Where it stands.</summary>
    public RunStatus Status => Record.Status;

    /// <summary>Whether <see cref="Status"/> can no longer change.</summary>
    public bool IsFinal => Record.IsFinal;

    /// <summary>Places before it in its workspace's queue.</summary>
    public int QueuePosition => Record.QueuePosition;

    /// <summary>The workspace, as the server names it.</summary>
    public string Workspace => Record.Workspace;

    /// <summary>The lineage it belongs to, e.g. <c>api</c>.</summary>
    public string Origin => Record.Origin;

    /// <summary>The first characters of the prompt.</summary>
    public string? Prompt => Record.PromptPreview;

    /// <summary>Claude Code's session, once it is known.</summary>
    public string? SessionId => Record.SessionId;

    /// <summary>The model, once it is known.</summary>
    public string? Model => Record.Model;

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset SubmittedAt => Record.SubmittedAt.ToLocalTime();

    /// <summary>When Claude Code was started.</summary>
    public DateTimeOffset? StartedAt => Record.StartedAt?.ToLocalTime();

    /// <summary>When it became final.</summary>
    public DateTimeOffset? FinishedAt => Record.FinishedAt?.ToLocalTime();

    /// <summary>How long Claude Code took; null while it runs.</summary>
    public TimeSpan? Duration => Record.FinishedAt - Record.StartedAt;

    /// <summary>Events so far.</summary>
    public long EventCount => Record.EventCount;

    /// <summary>Claude Code's count of turns.</summary>
    public int? NumTurns => Record.NumTurns;

    /// <summary>US dollars, as Claude Code reports them.</summary>
    public decimal? Cost => Record.TotalCostUsd;

    /// <summary>Why it did not complete.</summary>
    public RunFailure? Error => Record.Error;

    /// <summary>The server; other commands bind it by this name.</summary>
    public ClaudeboxServer Server { get; }

    internal RunRecord Record { get; }

    /// <summary>Gives the id.</summary>
    /// <returns>The run's id.</returns>
    public override string ToString() => RunId;
}
