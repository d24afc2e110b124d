using System.ComponentModel;
using Claudebox.Events;
using Claudebox.Runs;
using Claudebox.Server.Claude;
using Claudebox.Server.Sessions;

namespace Claudebox.Server.Runs;

/// <summary>Executes one run: Claude Code from its start to the end of its process tree.</summary>
internal sealed class RunExecutor(
    ServerOptions options,
    ClaudeCode claude,
    PromptComposer composer,
    SessionStore sessions,
    LineageStore lineages,
    TimeProvider time,
    ILogger<RunExecutor> logger)
{
    private const int StandardBackgroundWait = 600;

    /// <summary>
    /// Decides the session, under the workspace's lock and before anything runs, so that no prompt is ever sent
    /// twice (design section 4).
    /// </summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.SessionNotFound"/>.</exception>
    public async Task<RunPlan> ChooseSessionAsync(RunPlan plan)
    {
        if (plan.Request.Resume is { } wanted)
        {
            if (!await sessions.IsResumableAsync(plan.Workspace, wanted))
            {
                throw new ClaudeboxException(FailureCode.SessionNotFound, $"There is no session {wanted} in the workspace {plan.Workspace}.");
            }

            var model = lineages.Find(plan.Workspace, plan.Origin) is { } lineage && lineage.SessionId == wanted ? lineage.Model : null;
            return plan with { Session = new SessionChoice(wanted, IsNew: false, model) };
        }

        var current = plan.Request.NoContinue ? null : await sessions.FindCurrentAsync(plan.Workspace, plan.Origin);
        return plan with { Session = current ?? SessionChoice.New() };
    }

    /// <summary>Runs Claude Code.</summary>
    /// <returns>What makes the run's record final.</returns>
    public async Task<Func<RunRecord, RunRecord>> ExecuteAsync(Run run, RunPlan plan)
    {
        var request = plan.Request;
        var session = plan.Session!;
        claude.EnsureInstalled();
        claude.Config.Prepare();
        var composed = composer.Compose(request.AppendSystemPrompt);
        using var texts = new SystemTextFiles(options.TextsDirectory, claude.User.Owner, composed.Text, request.SystemPrompt);
        run.Update(r => r with
        {
            Status = RunStatus.Running,
            StartedAt = time.GetUtcNow(),
            SessionId = session.SessionId,
            QueuePosition = 0,
            Warnings = composed.Warnings.Count > 0 ? composed.Warnings : null,
        });
        foreach (var warning in composed.Warnings)
        {
            logger.RunWarns(plan.RunId, warning);
        }

        logger.RunStarted(plan.RunId, plan.Workspace, session.SessionId);
        using var timeout = TimeLimit(request) is { } limit ? StopAfter(run, limit) : null;

        // Who cancelled meanwhile was promised that nothing runs, or that it is over.
        run.Stop.ThrowIfCancellationRequested();
        using var process = Start(plan, ClaudeArguments.For(request, session, request.Model ?? session.Model, texts));
        var outcome = new RunOutcome(request);
        var exit = await process.RunAsync(
            ClaudeInput.UserMessage(request),
            @event =>
            {
                run.Append(@event.Line.Span);
                outcome.Observe(@event);
                if (@event is InitEvent { SessionId: { } id } init && (run.Record.SessionId != id || run.Record.Model != init.Model))
                {
                    lineages.Move(plan.Workspace, plan.Origin, id, init.Model);
                    run.Update(r => r with { SessionId = id, Model = init.Model });
                }

                return ValueTask.CompletedTask;
            },
            run.Entry.StandardError,
            run.Stop);
        if (exit.OutputHeldOpen)
        {
            logger.OutputHeldOpen(plan.RunId);
        }

        if (exit.HasLeftovers)
        {
            logger.LeftoversStay(plan.RunId);
            run.HasLeftovers = true;
        }

        claude.Config.Return();
        var failure = outcome.Failure(exit, time.GetUtcNow());
        var end = Final(failure is null ? null : run.StopReason ?? failure);
        return r => end(r) with
        {
            ExitCode = exit.ExitCode,
            TotalCostUsd = outcome.Result?.TotalCostUsd,
            NumTurns = outcome.Result?.NumTurns,
            EndedTasks = exit.EndedTasks.Count > 0 ? exit.EndedTasks : null,
        };
    }

    /// <summary>What makes a record final.</summary>
    /// <param name="failure">The failure, or null for success.</param>
    public static Func<RunRecord, RunRecord> Final(RunFailure? failure) => record => record with
    {
        Status = failure?.Code switch
        {
            null => RunStatus.Completed,
            FailureCode.RunCancelled => RunStatus.Cancelled,
            _ => RunStatus.Failed,
        },
        Error = failure,
    };

    private ClaudeProcess Start(RunPlan plan, IReadOnlyList<string> arguments)
    {
        var mark = claude.User.CanMark ? plan.Mark : (uint?)null;
        try
        {
            return ClaudeProcess.Start(
                claude.StartInfo(mark, arguments, plan.Request.Environment, plan.Workspace),
                mark,
                TimeSpan.FromSeconds(plan.Request.BackgroundWaitSeconds ?? StandardBackgroundWait),
                time);
        }
        catch (Win32Exception e)
        {
            throw new ClaudeboxException(FailureCode.ClaudeFailed, "Claude Code could not be started: " + e.Message, e);
        }
    }

    private int? TimeLimit(RunRequest request) => options.MaxRunTime > TimeSpan.Zero
        ? (int)Math.Min(request.TimeoutSeconds ?? double.MaxValue, options.MaxRunTime.TotalSeconds)
        : request.TimeoutSeconds;

    private ITimer StopAfter(Run run, int seconds) => time.CreateTimer(
        _ => run.End(new RunFailure
        {
            Code = FailureCode.ClaudeTimedOut,
            Message = FormattableString.Invariant($"The run took longer than its limit of {seconds} s."),
        }),
        null,
        TimeSpan.FromSeconds(seconds),
        Timeout.InfiniteTimeSpan);
}
