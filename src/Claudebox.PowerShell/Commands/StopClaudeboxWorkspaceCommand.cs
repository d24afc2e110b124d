using System.Management.Automation;
using Claudebox.PowerShell.Failures;
using Claudebox.PowerShell.Hosting;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;
using Claudebox.Workspaces;

namespace Claudebox.PowerShell.Commands;

/// <summary>Stops the containers of workspaces. Runs in them are cancelled; sessions stay.</summary>
[Cmdlet(VerbsLifecycle.Stop, "ClaudeboxWorkspace", DefaultParameterSetName = WorkspaceSet, SupportsShouldProcess = true)]
[OutputType(typeof(ClaudeboxWorkspace))]
public sealed class StopClaudeboxWorkspaceCommand : EngineCommand
{
    private const string WorkspaceSet = "Workspace";
    private const string AllSet = "All";

    private IWorkspaceHost? _host;
    private bool _isTyped;

    /// <summary>Directories, with wildcards when they are written here and not piped in; by default the current location.</summary>
    [Parameter(Position = 0, ParameterSetName = WorkspaceSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Workspace { get; set; }

    /// <summary>The containers of every workspace.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    /// <summary>Only containers of these roles.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public WorkspaceRole[]? Role { get; set; }

    /// <summary>Emits the workspaces as they are afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // Values of input objects are bound later: they are names of directories and never wildcards.
        _isTyped = Workspace is not null;
    }

    private protected override PipelineBlock? OnRecord()
    {
        _host ??= CreateHost();
        var queries = All ? [WorkspaceQuery.All] : Queries(_host, Workspace, _isTyped);
        return (output, cancellationToken) => StopAsync(_host, queries, output, cancellationToken);
    }

    private protected override Task ReleaseAsync() => _host?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    private async Task StopAsync(IWorkspaceHost host, IReadOnlyList<WorkspaceQuery> queries, PipelineOutput output, CancellationToken cancellationToken)
    {
        if (queries.Count == 0)
        {
            return;
        }

        var workspaces = WorkspaceQuery.Group(await host.ListAsync(cancellationToken).ConfigureAwait(false));
        foreach (var query in queries)
        {
            ClaudeboxWorkspace[] found = [.. workspaces.Where(item => query.Matches(item.Path))];
            foreach (var container in found.SelectMany(item => item.Containers).Where(IsMeant))
            {
                await StopAsync(host, container, output, cancellationToken).ConfigureAwait(false);
            }

            if (found.Length == 0 && !query.HasWildcards)
            {
                await output.WriteErrorAsync(query.NotFound).ConfigureAwait(false);
            }
        }

        if (PassThru)
        {
            var now = WorkspaceQuery.Group(await host.ListAsync(cancellationToken).ConfigureAwait(false));
            foreach (var workspace in now.Where(item => queries.Any(query => query.Matches(item.Path))))
            {
                await output.WriteObjectAsync(workspace).ConfigureAwait(false);
            }
        }
    }

    private bool IsMeant(ClaudeboxContainer container) =>
        container.IsRunning && (Role is null || Role.Contains(container.Role));

    private static async Task StopAsync(IWorkspaceHost host, ClaudeboxContainer container, PipelineOutput output, CancellationToken cancellationToken)
    {
        if (!await output.ShouldProcessAsync($"{container.Name} ({container.Workspace})", "Stop container").ConfigureAwait(false))
        {
            return;
        }

        try
        {
            await host.StopAsync(container, cancellationToken).ConfigureAwait(false);
            await output.WriteVerboseAsync($"Container '{container.Name}' has stopped.").ConfigureAwait(false);
        }
        catch (ClaudeboxException exception) when (!ErrorRecords.EndsCommand(exception.Code))
        {
            await output.WriteErrorAsync(ErrorRecords.Of(exception, container)).ConfigureAwait(false);
        }
    }
}
