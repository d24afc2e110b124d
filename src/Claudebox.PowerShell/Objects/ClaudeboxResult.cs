using Claudebox.Events;
using Claudebox.Objects;
using Claudebox.Runs;

namespace Claudebox;

/// <summary>How a run ended; type <c>result</c>, the last object of a run.</summary>
public sealed class ClaudeboxResult : ClaudeboxEvent
{
    internal ClaudeboxResult(ResultEvent source, RunRecord? run, string? model, EventOrigin origin)
        : base(source, origin)
    {
        Result = source.Result;
        IsError = source.IsError || run is { Status: not RunStatus.Completed };
        Status = run?.Status ?? RunStatus.Running;
        ExitCode = run?.ExitCode;
        Model = run?.Model ?? model;
        Cost = source.TotalCostUsd;
        Usage = source.Usage;
        ModelUsage = source.ModelUsage is { } models ? JsonObjects.ToObject(models) : null;
        NumTurns = source.NumTurns;
        Duration = source.Duration;
        ApiDuration = source.ApiDuration;
        StopReason = source.StopReason;
        StructuredOutput = source.StructuredOutput is { } output ? JsonObjects.ToObject(output) : null;
        PermissionDenials = source.PermissionDenials is { } denials && JsonObjects.ToObject(denials) is object?[] list ? list : [];
        Errors = [.. source.Errors];
        EndedTasks = run?.EndedTasks is { } tasks ? [.. tasks] : [];
    }

    /// <summary>The answer.</summary>
    public string? Result { get; }

    /// <inheritdoc/>
    public override string? Text => Result;

    /// <summary>Whether the run did not complete.</summary>
    public bool IsError { get; }

    /// <summary>The run's state; <c>Running</c> when background work of the run leads to further results.</summary>
    public RunStatus Status { get; }

    /// <summary>Claude Code's exit code.</summary>
    public int? ExitCode { get; }

    /// <summary>The model that answered.</summary>
    public string? Model { get; }

    /// <summary>US dollars, as Claude Code reports them.</summary>
    public decimal? Cost { get; }

    /// <summary>Tokens.</summary>
    public TokenUsage Usage { get; }

    /// <summary>Tokens and cost by model.</summary>
    public object? ModelUsage { get; }

    /// <summary>Claude Code's count of turns.</summary>
    public int? NumTurns { get; }

    /// <summary>How long it took.</summary>
    public TimeSpan? Duration { get; }

    /// <summary>How long Claude Code waited for the API.</summary>
    public TimeSpan? ApiDuration { get; }

    /// <summary>Why the model stopped, e.g. <c>end_turn</c>.</summary>
    public string? StopReason { get; }

    /// <summary>The answer to a <c>-JsonSchema</c>, as an object.</summary>
    public object? StructuredOutput { get; }

    /// <summary>Tool calls that were not allowed.</summary>
    public IReadOnlyList<object?> PermissionDenials { get; }

    /// <summary>What Claude Code says went wrong.</summary>
    public IReadOnlyList<string> Errors { get; }

    /// <summary>Background tasks that were ended because they outlived the wait for them.</summary>
    public IReadOnlyList<string> EndedTasks { get; }
}
