using System.Management.Automation;
using Claudebox.PowerShell.Installation;
using Claudebox.PowerShell.Pipeline;

namespace Claudebox.PowerShell.Commands;

/// <summary>Sets Claudebox up for this user: SSH key, data directory, image, module. It can be run again at any time.</summary>
[Cmdlet(VerbsLifecycle.Install, "Claudebox", DefaultParameterSetName = ImageSet, SupportsShouldProcess = true)]
[OutputType(typeof(ClaudeboxInstallStep))]
public sealed class InstallClaudeboxCommand : EngineCommand
{
    private const string ImageSet = "Image";
    private const string SkipSet = "SkipImage";

    /// <summary>The variant of the default image.</summary>
    [Parameter]
    public ClaudeboxVariant? Variant { get; set; }

    /// <summary>The image.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Image { get; set; }

    /// <summary>The registry and path below which images are pulled.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Registry { get; set; }

    /// <summary>Leaves the image alone; the first prompt builds or pulls it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SkipSet)]
    public SwitchParameter SkipImage { get; set; }

    /// <summary>Builds or pulls the image anew, even if it is there.</summary>
    [Parameter(ParameterSetName = ImageSet)]
    public SwitchParameter Force { get; set; }

    /// <summary>Leaves the module where it is.</summary>
    [Parameter]
    public SwitchParameter NoModule { get; set; }

    /// <summary>Removes what is left of the earlier implementation.</summary>
    [Parameter]
    public SwitchParameter Migrate { get; set; }

    private protected override PipelineBlock? OnEnd()
    {
        var installation = new ModuleInstallation(DockerHost, ResolvePath(null)!);
        var choices = new InstallChoices
        {
            Variant = Variant,
            Image = Image,
            Registry = Registry,
            SkipImage = SkipImage,
            Force = Force,
            NoModule = NoModule,
            Migrate = Migrate,
        };
        return async (output, cancellationToken) =>
        {
            if (await output.ShouldProcessAsync("Claudebox", "Install: data directory, SSH key, image, PowerShell module").ConfigureAwait(false))
            {
                await InstallationSteps.RunAsync(
                    progress => installation.InstallAsync(choices, progress, cancellationToken), "Install-Claudebox", output, cancellationToken).ConfigureAwait(false);
            }
        };
    }
}
