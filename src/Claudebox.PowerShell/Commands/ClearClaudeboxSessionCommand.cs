using System.Management.Automation;
using Claudebox.PowerShell.Completion;
using Claudebox.PowerShell.Failures;
using Claudebox.PowerShell.Hosting;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;
using Claudebox.Sessions;

namespace Claudebox.PowerShell.Commands;

/// <summary>Deletes the sessions of a workspace: what Claude remembers of earlier prompts.</summary>
[Cmdlet(VerbsCommon.Clear, "ClaudeboxSession", DefaultParameterSetName = AllSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class ClearClaudeboxSessionCommand : EngineCommand
{
    private const string AllSet = "All";
    private const string IdSet = "Id";
    private const string WhenBusy = "Wait until it has ended (Get-ClaudeboxWorkspace shows what runs), or end it with Stop-ClaudeboxWorkspace.";

    private WorkspaceVisits? _visits;

    /// <summary>The directory; by default the current location.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    public string? Workspace { get; set; }

    /// <summary>Only these sessions.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[]? SessionId { get; set; }

    /// <summary>Only the sessions of this lineage, e.g. <c>prog</c>, <c>interactive</c> or <c>api</c>.</summary>
    [Parameter(ParameterSetName = AllSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(OriginCompleter))]
    public string? Origin { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            SessionOrigins.Check(Origin, "-Origin");
        }
        catch (ClaudeboxException exception)
        {
            ThrowTerminatingError(ErrorRecords.Of(exception, Origin));
        }
    }

    private protected override PipelineBlock? OnRecord()
    {
        if (ResolveWorkspace(Workspace) is not { } directory)
        {
            return null;
        }

        _visits ??= new WorkspaceVisits(CreateHost());
        return (output, cancellationToken) => ClearAsync(_visits, directory, output, cancellationToken);
    }

    private protected override Task ReleaseAsync() => _visits?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    private async Task ClearAsync(WorkspaceVisits visits, string directory, PipelineOutput output, CancellationToken cancellationToken)
    {
        var what = SessionId is { } ids ? "session " + string.Join(", ", ids)
            : Origin is { } origin ? $"all sessions of '{origin}'"
            : "all sessions";
        if (!await output.ShouldProcessAsync(directory, "Delete " + what).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            var server = await visits.VisitAsync(directory, output, cancellationToken).ConfigureAwait(false);
            if (server is not null)
            {
                await ClearOnAsync(server, output, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await TellNothingAsync(directory, output).ConfigureAwait(false);
            }
        }
        catch (ClaudeboxException exception) when (!ErrorRecords.EndsCommand(exception.Code))
        {
            var advice = exception.Code == FailureCode.WorkspaceBusy ? WhenBusy : null;
            await output.WriteErrorAsync(ErrorRecords.Of(exception, directory, advice)).ConfigureAwait(false);
        }
    }

    private async Task TellNothingAsync(string directory, PipelineOutput output)
    {
        foreach (var id in SessionId ?? [])
        {
            await output.WriteErrorAsync(ErrorRecords.Of(
                new ClaudeboxException(FailureCode.SessionNotFound, $"There is no session {id} in the workspace {directory}."), id)).ConfigureAwait(false);
        }
    }

    private async Task ClearOnAsync(IWorkspaceServer server, PipelineOutput output, CancellationToken cancellationToken)
    {
        if (SessionId is null)
        {
            foreach (var id in await server.ClearSessionsAsync(Origin, cancellationToken).ConfigureAwait(false))
            {
                await output.WriteVerboseAsync($"Session {id} is deleted.").ConfigureAwait(false);
            }

            return;
        }

        foreach (var id in SessionId)
        {
            try
            {
                await server.DeleteSessionAsync(id, cancellationToken).ConfigureAwait(false);
                await output.WriteVerboseAsync($"Session {id} is deleted.").ConfigureAwait(false);
            }
            catch (ClaudeboxException exception) when (exception.Code == FailureCode.SessionNotFound)
            {
                await output.WriteErrorAsync(ErrorRecords.Of(exception, id)).ConfigureAwait(false);
            }
        }
    }
}
