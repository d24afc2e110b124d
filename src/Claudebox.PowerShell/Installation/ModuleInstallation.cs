using Claudebox.CommandLine.Installation;
using Claudebox.Installation;
using Claudebox.PowerShell.Hosting;

namespace Claudebox.PowerShell.Installation;

/// <summary>Installs, updates and uninstalls what this module brings.</summary>
/// <param name="dockerHost">The engine; null for the default.</param>
/// <param name="directory">What relative paths of settings are relative to.</param>
internal sealed class ModuleInstallation(string? dockerHost, string directory)
{
    public IAsyncEnumerable<InstallStep> InstallAsync(InstallChoices choices, IProgress<HostProgress> progress, CancellationToken cancellationToken) =>
        Installer().InstallAsync(
            new InstallOptions
            {
                Minimal = choices.Variant is { } variant ? variant == ClaudeboxVariant.Minimal : null,
                Image = choices.Image,
                Registry = choices.Registry,
                SkipImage = choices.SkipImage,
                ForceImage = choices.Force,
                NoModule = choices.NoModule,
                Migrate = choices.Migrate,
            },
            new ProgressRelay(progress),
            cancellationToken);

    public IAsyncEnumerable<InstallStep> UpdateAsync(IProgress<HostProgress> progress, CancellationToken cancellationToken) =>
        Installer().UpdateAsync(new ProgressRelay(progress), cancellationToken);

    public IAsyncEnumerable<InstallStep> UninstallAsync(UninstallChoices choices, CancellationToken cancellationToken) =>
        Installer().UninstallAsync(
            new UninstallOptions
            {
                RemoveContainers = choices.RemoveContainer,
                RemoveImage = choices.RemoveImage,
                RemoveKeys = choices.RemoveKey,
                RemoveData = choices.RemoveData,
            },
            cancellationToken);

    private Installer Installer() => new(new InstallationHost { DockerHost = dockerHost, BaseDirectory = directory });
}
