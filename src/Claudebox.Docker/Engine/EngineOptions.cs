using Claudebox.Settings;

namespace Claudebox.Docker;

/// <summary>Which Docker Engine to use.</summary>
public sealed record EngineOptions
{
    /// <summary>
    /// The engine's address, as in <c>DOCKER_HOST</c>. Null leaves the choice to <c>DOCKER_HOST</c>, then the Docker
    /// context, then the system's default.
    /// </summary>
    public string? DockerHost { get; init; }

    /// <summary>The variables that are read: <c>DOCKER_*</c> and <c>XDG_RUNTIME_DIR</c>. Default: this process's.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = EnvironmentVariables.OfProcess();

    /// <summary>How long the first contact may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
