using System.Management.Automation;
using Claudebox.PowerShell.Failures;
using Claudebox.PowerShell.Hosting;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Commands;

/// <summary>Lists the workspaces that have containers. It starts none.</summary>
[Cmdlet(VerbsCommon.Get, "ClaudeboxWorkspace")]
[OutputType(typeof(ClaudeboxWorkspace))]
public sealed class GetClaudeboxWorkspaceCommand : EngineCommand
{
    private readonly List<WorkspaceQuery> _queries = [];

    /// <summary>Directories, with wildcards; by default all workspaces.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Workspace { get; set; }

    private protected override PipelineBlock? OnRecord()
    {
        _queries.AddRange((Workspace ?? []).Select(Query).OfType<WorkspaceQuery>());
        return null;
    }

    private protected override PipelineBlock? OnEnd()
    {
        // Every name was wrong, and an error says so for each: without a name left this would list everything.
        if (Workspace is not null && _queries.Count == 0)
        {
            return null;
        }

        var host = CreateHost();
        return (output, cancellationToken) => ListAsync(host, output, cancellationToken);
    }

    private async Task ListAsync(IWorkspaceHost host, PipelineOutput output, CancellationToken cancellationToken)
    {
        await using var connected = host.ConfigureAwait(false);
        var workspaces = WorkspaceQuery.Group(await host.ListAsync(cancellationToken).ConfigureAwait(false));
        foreach (var workspace in workspaces.Where(item => _queries.Count == 0 || _queries.Any(query => query.Matches(item.Path))))
        {
            await output.WriteObjectAsync(await CompleteAsync(host, workspace, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }

        foreach (var query in _queries.Where(query => !query.HasWildcards && !workspaces.Any(item => query.Matches(item.Path))))
        {
            var exception = new ClaudeboxException(FailureCode.WorkspaceNotFound, $"'{query.Text}' has no containers.");
            await output.WriteErrorAsync(ErrorRecords.Of(exception, query.Text)).ConfigureAwait(false);
        }
    }

    private static async Task<ClaudeboxWorkspace> CompleteAsync(IWorkspaceHost host, ClaudeboxWorkspace workspace, CancellationToken cancellationToken) =>
        workspace.Containers.FirstOrDefault(container => container.IsRunning) is { } running
            ? new ClaudeboxWorkspace(workspace.Path, workspace.Containers, await host.FindActivityAsync(running, cancellationToken).ConfigureAwait(false))
            : workspace;

    private WorkspaceQuery? Query(string text) =>
        ResolvePath(text) is { } path ? new WorkspaceQuery(text, path) : null;
}
