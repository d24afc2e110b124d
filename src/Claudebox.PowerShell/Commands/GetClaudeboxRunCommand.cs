using System.Management.Automation;
using Claudebox.PowerShell.Failures;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Commands;

/// <summary>Lists the runs that a server knows, the newest first; finished ones stay until retention.</summary>
[Cmdlet(VerbsCommon.Get, "ClaudeboxRun")]
[OutputType(typeof(ClaudeboxRun))]
public sealed class GetClaudeboxRunCommand : ServerCommand
{
    /// <summary>Ids, with wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? RunId { get; set; }

    /// <summary>Only runs of this workspace: a path below the server's root.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Workspace { get; set; }

    /// <summary>Only runs in these states.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public RunStatus[]? Status { get; set; }

    private protected override PipelineBlock? OnRecord()
    {
        var (server, ids) = (Server, RunId);
        return (output, cancellationToken) => GuardAsync(output, server, () => ListAsync(server, ids, output, cancellationToken), cancellationToken);
    }

    private async Task ListAsync(ClaudeboxServer server, string[]? ids, PipelineOutput output, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(server).ConfigureAwait(false);
        var runs = await connection.ListRunsAsync(Workspace, cancellationToken).ConfigureAwait(false);
        foreach (var run in runs.Where(run => (ids is null || ids.Any(id => IsMatch(id, run))) && (Status is null || Status.Contains(run.Status))))
        {
            await output.WriteObjectAsync(new ClaudeboxRun(run, connection.Server)).ConfigureAwait(false);
        }

        foreach (var id in (ids ?? []).Where(id => !WildcardPattern.ContainsWildcardCharacters(id) && !runs.Any(run => IsMatch(id, run))))
        {
            await output.WriteErrorAsync(ErrorRecords.Of(new ClaudeboxException(FailureCode.RunNotFound, $"The server knows no run '{id}'."), id)).ConfigureAwait(false);
        }
    }

    private static bool IsMatch(string id, RunRecord run) => WildcardPattern.Get(id, WildcardOptions.None).IsMatch(run.RunId);
}
