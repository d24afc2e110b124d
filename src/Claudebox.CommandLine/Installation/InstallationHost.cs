using Claudebox.Settings;

namespace Claudebox.CommandLine.Installation;

/// <summary>Where something is installed, and from what.</summary>
public sealed record InstallationHost
{
    /// <summary>The environment variables. Default: this process's.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = EnvironmentVariables.OfProcess();

    /// <summary>What relative paths are relative to. Default: the process's current directory.</summary>
    public string BaseDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>The engine's address; null leaves the choice to Docker's own rules.</summary>
    public string? DockerHost { get; init; }

    /// <summary>The image that is meant this time; null means what the settings say.</summary>
    public string? Image { get; init; }

    /// <summary>What there is to install. Default: what the running program is or carries.</summary>
    public PackageContent Package { get; init; } = PackageContent.OfThisProgram();
}
