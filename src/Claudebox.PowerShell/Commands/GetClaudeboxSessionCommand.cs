using System.Management.Automation;
using Claudebox.PowerShell.Completion;
using Claudebox.PowerShell.Failures;
using Claudebox.PowerShell.Hosting;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;
using Claudebox.Sessions;

namespace Claudebox.PowerShell.Commands;

/// <summary>Lists the conversations of a workspace. A container is started only when none of the workspace runs, and stopped again.</summary>
[Cmdlet(VerbsCommon.Get, "ClaudeboxSession")]
[OutputType(typeof(ClaudeboxSession))]
public sealed class GetClaudeboxSessionCommand : EngineCommand
{
    private WorkspaceVisits? _visits;

    /// <summary>The directory; by default the current location.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    public string? Workspace { get; set; }

    /// <summary>Only these sessions, with wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? SessionId { get; set; }

    /// <summary>Only the sessions of this lineage, e.g. <c>prog</c>, <c>interactive</c> or <c>api</c>.</summary>
    [Parameter]
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
        return (output, cancellationToken) => ListAsync(_visits, directory, output, cancellationToken);
    }

    private protected override Task ReleaseAsync() => _visits?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    private async Task ListAsync(WorkspaceVisits visits, string directory, PipelineOutput output, CancellationToken cancellationToken)
    {
        try
        {
            var server = await visits.VisitAsync(directory, output, cancellationToken).ConfigureAwait(false);
            var sessions = server is null ? [] : await server.ListSessionsAsync(cancellationToken).ConfigureAwait(false);
            foreach (var session in sessions.Where(item => IsMeant(item.SessionId) && (Origin is null || item.Origins.Contains(Origin))))
            {
                await output.WriteObjectAsync(new ClaudeboxSession(session, directory)).ConfigureAwait(false);
            }

            foreach (var id in (SessionId ?? []).Where(id => !WildcardPattern.ContainsWildcardCharacters(id) && !sessions.Any(item => Matches(id, item.SessionId))))
            {
                await output.WriteErrorAsync(ErrorRecords.Of(
                    new ClaudeboxException(FailureCode.SessionNotFound, $"There is no session '{id}' in the workspace '{directory}'."), id)).ConfigureAwait(false);
            }
        }
        catch (ClaudeboxException exception) when (!ErrorRecords.EndsCommand(exception.Code))
        {
            await output.WriteErrorAsync(ErrorRecords.Of(exception, directory)).ConfigureAwait(false);
        }
    }

    private bool IsMeant(string id) => SessionId is null || SessionId.Any(pattern => Matches(pattern, id));

    private static bool Matches(string pattern, string id) => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(id);
}
