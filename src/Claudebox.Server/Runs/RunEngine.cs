using System.Collections.Concurrent;
using Claudebox.Runs;
using Claudebox.Server.Processes;

namespace Claudebox.Server.Runs;

/// <summary>
/// Takes prompts from every interface, one run at a time per workspace, and never executes one twice.
/// </summary>
/// <remarks>
/// <code>
///  submit ── known id? ──────────────► the run that has it
///     │
///     ├── workspace free ── session? ─► ledger ─► execute ─► final
///     ├── busy, no wait ──► WorkspaceBusy
///     └── busy, wait ─────► ledger ─► queue ─► session? ─► execute ─► final
/// </code>
/// </remarks>
internal sealed class RunEngine(
    RunLedger ledger,
    RunAdmission admission,
    WorkspaceResolver workspaces,
    RunExecutor executor,
    ServerOptions options,
    TimeProvider time,
    ILogger<RunEngine> logger)
{
    private const int RetryAfterSeconds = 5;

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, Run> _runs = new(StringComparer.Ordinal);
    private readonly Submissions _submissions = new();

    /// <summary>How many runs are not final.</summary>
    public int ActiveCount => _runs.Count;

    /// <summary>Whether new prompts are turned away because the server stops.</summary>
    public bool IsShutDown => _submissions.AreClosed;

    /// <summary>The runs that are not final, oldest first.</summary>
    public IReadOnlyList<RunRecord> Active =>
        [.. _runs.Values.Select(r => r.Record).Where(r => !r.IsFinal).OrderBy(r => r.SubmittedAt)];

    /// <summary>Raised when a run began or ended.</summary>
    public event Action? ActivityChanged;

    /// <summary>Accepts a run, or finds the one that has its id.</summary>
    /// <param name="request">What to run; its values are checked here.</param>
    /// <param name="runId">The id, chosen by the client.</param>
    /// <param name="standardOrigin">The interface's lineage.</param>
    /// <param name="cancellationToken">Ends the wait for acceptance.</param>
    /// <param name="ownWorkspace">A workspace that this server made for the run; it counts instead of the request's.</param>
    /// <param name="queueLimit">How long the run may wait for a busy workspace; null means as long as it takes.</param>
    /// <returns>The run.</returns>
    /// <exception cref="ClaudeboxException">It was not accepted; nothing was executed.</exception>
    public async Task<IRunView> SubmitAsync(
        RunRequest request,
        string runId,
        string standardOrigin,
        CancellationToken cancellationToken,
        PrivateWorkspace? ownWorkspace = null,
        TimeSpan? queueLimit = null)
    {
        RunRequestRules.Check(request);
        PromptSize.Check(request, options.MaxPromptBytes);
        RunIds.Check(runId);
        var digest = RequestDigest.Of(request);
        using var submission = await _submissions.BeginAsync(runId, cancellationToken);
        if (Find(runId) is { } known)
        {
            return digest.Same(known, workspaces.Locate(request.Workspace));
        }

        if (_submissions.AreClosed)
        {
            throw new ClaudeboxException(new RunFailure
            {
                Code = FailureCode.ServerUnavailable, Message = "The container is being stopped.", RetryAfterSeconds = RetryAfterSeconds,
            });
        }

        var workspace = ownWorkspace?.Path ??
            (request.CreateWorkspace ? workspaces.Locate(request.Workspace) : workspaces.Resolve(request.Workspace));
        var plan = new RunPlan(request, runId, workspace, request.Origin ?? standardOrigin, ProcessMark.Next())
        {
            IsPrivate = ownWorkspace is not null,
            QueueLimit = queueLimit,
            Size = digest.Size,
        };
        return await AcceptAsync(plan, digest, cancellationToken);
    }

    /// <summary>A run; null when none has this id.</summary>
    public IRunView? Find(string runId) =>
        _runs.TryGetValue(runId, out var run) ? run
        : RunIds.AreValid(runId) && ledger.Find(runId) is { } record ? new StoredRun(ledger, record)
        : null;

    /// <summary>All runs of the ledger, newest first.</summary>
    public IReadOnlyList<RunRecord> List() =>
        [.. ledger.List().Select(r => _runs.TryGetValue(r.RunId, out var run) ? run.Record : r)];

    /// <summary>Ends a run and waits until it is over, but not for ever; a final run is left as it is.</summary>
    /// <exception cref="ClaudeboxException">No such run, or one of another container.</exception>
    public async Task<RunRecord> CancelAsync(string runId, CancellationToken cancellationToken)
    {
        if (_runs.TryGetValue(runId, out var run))
        {
            run.End(Ended("The run was cancelled."));
            try
            {
                await run.Completion.WaitAsync(EndLimit, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                // It ends as soon as it can; its record, which is not final yet, says so.
            }

            return run.Record;
        }

        var record = Find(runId)?.Record ?? throw RunIds.NotFound(runId);
        return record.IsFinal ? record : throw new ClaudeboxException(
            FailureCode.RunNotFound, $"The run {runId} belongs to another container; cancel it there.");
    }

    /// <summary>Ends a workspace's runs, queued ones included, and waits until they are over.</summary>
    /// <param name="workspace">The workspace, as requests name it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The workspace's path.</returns>
    /// <exception cref="ClaudeboxException">No such workspace, or nothing runs in it.</exception>
    public async Task<string> CancelWorkspaceAsync(string? workspace, CancellationToken cancellationToken)
    {
        var path = workspaces.Resolve(workspace);
        var runs = Active.Where(r => r.Workspace == path).Select(r => r.RunId).ToList();
        if (runs.Count == 0)
        {
            throw new ClaudeboxException(FailureCode.RunNotFound, $"no running process for workspace {path}");
        }

        // Queued runs would start when those before them end, so all are told before any is waited for.
        await Task.WhenAll(runs.AsEnumerable().Reverse().Select(id => CancelAsync(id, cancellationToken)));
        return path;
    }

    /// <summary>Turns new prompts away from here on, unless a run is not final or is just being submitted.</summary>
    /// <param name="mayClose">What else must hold; asked while nothing can be submitted.</param>
    /// <returns>Whether it did so, or had done so before.</returns>
    public bool TryClose(Func<bool> mayClose) => _submissions.TryClose(() => _runs.IsEmpty && (_submissions.AreClosed || mayClose()));

    /// <summary>Ends all runs, when the server stops: queued ones at once, those at work after the time to drain.</summary>
    public async Task ShutDownAsync()
    {
        await _submissions.CloseAsync();
        var runs = _runs.Values.ToList();
        if (runs.Count > 0 && options.DrainTime > TimeSpan.Zero)
        {
            logger.Draining(runs.Count, (int)options.DrainTime.TotalSeconds);
            End(runs.Where(r => r.Record.Status == RunStatus.Queued));
            await Task.WhenAny(Task.WhenAll(runs.Select(r => r.Completion)), Task.Delay(options.DrainTime, time));
        }

        End(runs);
        await Task.WhenAll(runs.Select(r => r.Completion));
    }

    /// <summary>The failure of a run that was told to end.</summary>
    public static RunFailure Ended(string message) => new() { Code = FailureCode.RunCancelled, Message = message };

    private static void End(IEnumerable<Run> runs)
    {
        foreach (var run in runs)
        {
            run.End(Ended("The run was cancelled because the server was stopped."));
        }
    }

    private async Task<IRunView> AcceptAsync(RunPlan plan, RequestDigest digest, CancellationToken cancellationToken)
    {
        var (request, runId, workspace) = (plan.Request, plan.RunId, plan.Workspace);
        var identity = WorkspaceIdentity.Of(workspace);
        var place = await admission.EnterAsync(plan, identity, cancellationToken);
        try
        {
            var claim = place.Claim;
            if (claim is not null)
            {
                plan = await BeginAsync(plan);
            }

            var record = new RunRecord
            {
                RunId = runId,
                Status = claim is null ? RunStatus.Queued : RunStatus.Running,
                QueuePosition = claim is null ? admission.PositionOf(place) : 0,
                Workspace = workspace,
                WorkspaceKey = identity.DurableKey,
                Origin = plan.Origin,
                PromptPreview = plan.Preview,
                RequestDigest = digest.Text,
                OutputFormat = request.OutputFormat == "json" ? null : request.OutputFormat,
                SubmittedAt = time.GetUtcNow(),
            };
            if (ledger.TryCreate(record) is not { } entry)
            {
                await admission.LeaveAsync(place);
                return digest.Same(Find(runId) ?? throw RunIds.NotFound(runId), workspace);
            }

            var run = new Run(request, record, entry);
            _runs[runId] = run;
            ActivityChanged?.Invoke();
            _ = Task.Run(() => DriveAsync(run, plan, place, claim), CancellationToken.None);
            return run;
        }
        catch
        {
            await admission.LeaveAsync(place);
            throw;
        }
    }

    // With the workspace claimed: nothing is made for who is turned away, and what was found at the request may be gone.
    private Task<RunPlan> BeginAsync(RunPlan plan)
    {
        if (!plan.IsPrivate)
        {
            workspaces.Settle(plan.Workspace, plan.Request.CreateWorkspace);
        }

        return executor.ChooseSessionAsync(plan);
    }

    // Whatever happens in here, the run becomes final, its workspace free and its entry closed.
    private async Task DriveAsync(Run run, RunPlan plan, QueuePlace place, RunClaim? claim)
    {
        Func<RunRecord, RunRecord> final;
        try
        {
            if (claim is null)
            {
                using (plan.QueueLimit is { } limit ? GiveUpAfter(run, limit) : null)
                {
                    claim = await admission.WaitAsync(run, place);
                }

                plan = await BeginAsync(plan);
            }

            final = await executor.ExecuteAsync(run, plan);
        }
        catch (OperationCanceledException) when (run.StopReason is not null)
        {
            final = RunExecutor.Final(run.StopReason);
        }
        catch (ClaudeboxException e)
        {
            final = RunExecutor.Final(e.Failure);
        }
        catch (Exception e)
        {
            logger.RunBroke(plan.RunId, e);
            final = RunExecutor.Final(new RunFailure { Code = FailureCode.InternalError, Message = e.Message });
        }

        // The workspace is free before anyone can see the final state and send the next prompt.
        if (run.HasLeftovers)
        {
            claim?.NoteLeftovers();
        }

        await (claim?.DisposeAsync() ?? ValueTask.CompletedTask);
        try
        {
            run.Update(r => final(r) with { FinishedAt = time.GetUtcNow(), QueuePosition = 0 });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk must not keep the run, which is final for everyone who asks this server, from ending.
            logger.FinalRecordWaits(plan.RunId, e);
            run.Entry.Defer(run.Record);
        }

        await run.DisposeAsync();
        _runs.TryRemove(plan.RunId, out _);
        run.Complete();
        logger.RunEnded(plan.RunId, run.Record.Status, run.Record.Error?.Code);
        ActivityChanged?.Invoke();
    }

    private ITimer GiveUpAfter(Run run, TimeSpan limit) => time.CreateTimer(
        _ => run.End(new RunFailure
        {
            Code = FailureCode.WorkspaceBusy,
            Message = FormattableString.Invariant($"The workspace was still busy after {limit.TotalSeconds} s, which is as long as the client wanted to wait."),
        }),
        null,
        limit,
        Timeout.InfiniteTimeSpan);
}
