using System.Management.Automation;
using Claudebox.PowerShell.Hosting;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Workspaces;

namespace Claudebox.PowerShell.Commands;

/// <summary>Lists the workspaces that have containers. It starts none.</summary>
[Cmdlet(VerbsCommon.Get, "ClaudeboxWorkspace")]
[OutputType(typeof(ClaudeboxWorkspace))]
public sealed class GetClaudeboxWorkspaceCommand : EngineCommand
{
    private readonly List<WorkspaceQuery> _queries = [];
    private IWorkspaceHost? _host;
    private bool _isTyped;

    /// <summary>Directories, with wildcards when they are written here and not piped in; by default all workspaces.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Workspace { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // Values of input objects are bound later: they are names of directories and never wildcards.
        _isTyped = Workspace is not null;
    }

    private protected override PipelineBlock? OnRecord()
    {
        _host ??= CreateHost();
        if (Workspace is not null)
        {
            _queries.AddRange(Queries(_host, Workspace, _isTyped));
        }

        return null;
    }

    private protected override PipelineBlock? OnEnd()
    {
        // Every name was wrong, and an error says so for each: without a name left this would list everything.
        if (Workspace is not null && _queries.Count == 0)
        {
            return null;
        }

        var host = _host ??= CreateHost();
        return (output, cancellationToken) => ListAsync(host, output, cancellationToken);
    }

    private protected override Task ReleaseAsync() => _host?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    private async Task ListAsync(IWorkspaceHost host, PipelineOutput output, CancellationToken cancellationToken)
    {
        var workspaces = WorkspaceQuery.Group(await host.ListAsync(cancellationToken).ConfigureAwait(false));
        foreach (var workspace in workspaces.Where(item => _queries.Count == 0 || _queries.Any(query => query.Matches(item.Path))))
        {
            await output.WriteObjectAsync(await CompleteAsync(host, workspace, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }

        foreach (var query in _queries.Where(query => !query.HasWildcards && !workspaces.Any(item => query.Matches(item.Path))))
        {
            await output.WriteErrorAsync(query.NotFound).ConfigureAwait(false);
        }
    }

    private static async Task<ClaudeboxWorkspace> CompleteAsync(IWorkspaceHost host, ClaudeboxWorkspace workspace, CancellationToken cancellationToken) =>
        workspace.Containers.FirstOrDefault(container => container.IsRunning && container.Role != WorkspaceRole.Server) is { } running
            ? new ClaudeboxWorkspace(workspace.Path, workspace.Containers, await host.FindActivityAsync(running, cancellationToken).ConfigureAwait(false))
            : workspace;
}
