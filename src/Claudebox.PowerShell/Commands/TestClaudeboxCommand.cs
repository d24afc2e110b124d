using System.Management.Automation;
using Claudebox.PowerShell.Hosting;
using Claudebox.PowerShell.Pipeline;

namespace Claudebox.PowerShell.Commands;

/// <summary>Checks whether everything is there that prompts need on this computer. Nothing is built, made or started.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Claudebox")]
[OutputType(typeof(ClaudeboxCheck), typeof(bool))]
public sealed class TestClaudeboxCommand : EngineCommand
{
    private IWorkspaceHost? _host;

    /// <summary>The workspace, by whose settings is checked; by default the current location.</summary>
    [Parameter(Position = 0)]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    public string? Workspace { get; set; }

    /// <summary>The image that prompts will use.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Image { get; set; }

    /// <summary>Emits only whether prompts can run.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override PipelineBlock? OnEnd()
    {
        // A directory that does not exist is one of the things to be found.
        if (ResolvePath(Workspace) is not { } directory)
        {
            return null;
        }

        _host = CreateHost();
        var target = new WorkspaceTarget { Path = directory, BaseDirectory = ResolvePath(null)!, Image = Image };
        return (output, cancellationToken) => CheckAsync(_host, target, output, cancellationToken);
    }

    private protected override Task ReleaseAsync() => _host?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    private async Task CheckAsync(IWorkspaceHost host, WorkspaceTarget target, PipelineOutput output, CancellationToken cancellationToken)
    {
        var isUsable = true;
        await foreach (var check in host.CheckAsync(target, cancellationToken).ConfigureAwait(false))
        {
            isUsable &= check.Status != ClaudeboxCheckStatus.Failed;
            if (!Quiet)
            {
                await output.WriteObjectAsync(check).ConfigureAwait(false);
            }
        }

        if (Quiet)
        {
            await output.WriteObjectAsync(isUsable).ConfigureAwait(false);
        }
    }
}
