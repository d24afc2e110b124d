using System.Management.Automation;
using Claudebox.PowerShell.Installation;
using Claudebox.PowerShell.Pipeline;

namespace Claudebox.PowerShell.Commands;

/// <summary>Brings the image to the state of this module, and containers that are not in use to the image.</summary>
[Cmdlet(VerbsData.Update, "Claudebox", SupportsShouldProcess = true)]
[OutputType(typeof(ClaudeboxInstallStep))]
public sealed class UpdateClaudeboxCommand : EngineCommand
{
    private protected override PipelineBlock? OnEnd()
    {
        var installation = new ModuleInstallation(DockerHost, ResolvePath(null)!);
        return async (output, cancellationToken) =>
        {
            if (await output.ShouldProcessAsync("Claudebox", "Update: image, containers that are not in use").ConfigureAwait(false))
            {
                await InstallationSteps.RunAsync(
                    progress => installation.UpdateAsync(progress, cancellationToken), "Update-Claudebox", output, cancellationToken).ConfigureAwait(false);
            }
        };
    }
}
