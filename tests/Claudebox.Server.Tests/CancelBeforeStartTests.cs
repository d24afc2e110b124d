using Claudebox.Runs;
using Claudebox.Server.Claude;
using Claudebox.Server.Runs;
using Claudebox.Server.Sessions;
using Microsoft.Extensions.Logging.Abstractions;

namespace Claudebox.Server.Tests;

/// <summary>The moment between a run's acceptance and Claude Code's start, which no client can hit reliably.</summary>
public sealed class CancelBeforeStartTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("claudebox-cancel-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task A_run_that_is_cancelled_before_its_start_never_starts_Claude_Code()
    {
        var program = Path.Combine(_root.FullName, "claude");
        var started = Path.Combine(_root.FullName, "started");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\ntouch '{started}'\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var options = ServerOptions.FromEnvironment() with
        {
            Workspace = _root.FullName,
            DataDirectory = _root.FullName,
            SocketPath = Path.Combine(_root.FullName, "run", "api.sock"),
            ClaudePath = program,
        };
        var ledger = new RunLedger(options, TimeProvider.System, NullLogger<RunLedger>.Instance);
        var claude = new ClaudeCode(options, NullLogger<ClaudeCode>.Instance);
        var lineages = new LineageStore(options);
        var executor = new RunExecutor(
            options, claude, new PromptComposer(options, claude, new StartWarnings(options), new ToolGuide(options)), new SessionStore(claude, lineages), lineages,
            TimeProvider.System,
            NullLogger<RunExecutor>.Instance);
        var request = new RunRequest { Prompt = "x" };
        var record = new RunRecord
        {
            RunId = "early", Status = RunStatus.Running, Workspace = _root.FullName, Origin = "api", SubmittedAt = DateTimeOffset.UtcNow,
        };
        await using var run = new Run(request, record, ledger.TryCreate(record)!);

        run.End(RunEngine.Ended("cancelled"));
        var plan = new RunPlan(request, "early", _root.FullName, "api", Mark: 59_999) { Session = SessionChoice.New() };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => executor.ExecuteAsync(run, plan));

        Assert.False(File.Exists(started));
        Assert.False(run.Completion.IsCompleted);
    }
}
