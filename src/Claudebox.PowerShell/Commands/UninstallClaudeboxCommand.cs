using System.Management.Automation;
using Claudebox.PowerShell.Failures;
using Claudebox.PowerShell.Installation;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Commands;

/// <summary>Removes the module, the command and the remembered choices, and more only when asked.</summary>
[Cmdlet(VerbsLifecycle.Uninstall, "Claudebox", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ClaudeboxInstallStep))]
public sealed class UninstallClaudeboxCommand : EngineCommand
{
    /// <summary>Removes all containers. Conversations do not lie in them.</summary>
    [Parameter]
    public SwitchParameter RemoveContainer { get; set; }

    /// <summary>Removes the image.</summary>
    [Parameter]
    public SwitchParameter RemoveImage { get; set; }

    /// <summary>Removes the SSH keys of Claudebox.</summary>
    [Parameter]
    public SwitchParameter RemoveKey { get; set; }

    /// <summary>Removes the data directory with all conversations and credentials.</summary>
    [Parameter]
    public SwitchParameter RemoveData { get; set; }

    private protected override PipelineBlock? OnEnd()
    {
        if (RemoveData && !RemoveContainer)
        {
            ThrowTerminatingError(ErrorRecords.Of(
                new ClaudeboxException(FailureCode.InvalidRequest, "-RemoveData goes with -RemoveContainer alone: containers use the data directory."), RemoveData));
        }

        var installation = new ModuleInstallation(DockerHost, ResolvePath(null)!);
        var choices = new UninstallChoices(RemoveContainer, RemoveImage, RemoveKey, RemoveData);
        string[] things =
        [
            "PowerShell module", "command", "configuration",
            .. RemoveContainer ? ["all containers"] : Array.Empty<string>(),
            .. RemoveImage ? ["image"] : Array.Empty<string>(),
            .. RemoveKey ? ["SSH keys"] : Array.Empty<string>(),
            .. RemoveData ? ["data directory with all conversations and credentials"] : Array.Empty<string>(),
        ];
        return async (output, cancellationToken) =>
        {
            if (await output.ShouldProcessAsync("Claudebox", "Remove: " + string.Join(", ", things)).ConfigureAwait(false))
            {
                await InstallationSteps.RunAsync(
                    _ => installation.UninstallAsync(choices, cancellationToken), "Uninstall-Claudebox", output, cancellationToken).ConfigureAwait(false);
            }
        };
    }
}
