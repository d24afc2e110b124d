using System.Text;
using Claudebox.Runs;
using Claudebox.Server.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Claudebox.Server.Tests;

/// <summary>A run in a real ledger whose events are the test's.</summary>
internal sealed class LedgerRun : IAsyncDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("claudebox-ledger-run-");

    public LedgerRun()
    {
        var options = ServerOptions.FromEnvironment() with { DataDirectory = _root.FullName };
        Ledger = new RunLedger(options, TimeProvider.System, NullLogger<RunLedger>.Instance);
        var record = new RunRecord { RunId = "a-run", Status = RunStatus.Running, Workspace = "/somewhere", Origin = "api", SubmittedAt = DateTimeOffset.UnixEpoch };
        Run = new Run(new RunRequest { Prompt = "x" }, record, Ledger.TryCreate(record)!);
    }

    /// <summary>Where its events are.</summary>
    public RunLedger Ledger { get; }

    /// <summary>The run.</summary>
    public Run Run { get; }

    /// <summary>Appends an event.</summary>
    public void Append(string line) => Run.Append(Encoding.UTF8.GetBytes(line));

    /// <summary>Makes the run final.</summary>
    public void Complete() => Run.Update(record => record with { Status = RunStatus.Completed });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Run.DisposeAsync();
        _root.Delete(recursive: true);
    }
}
