using Claudebox.Docker;
using Claudebox.Runs;

namespace Claudebox.CommandLine.Installation;

/// <summary>Connects to the engine, without which nothing is worth installing.</summary>
internal sealed class EnginePart(InstallationPlan plan) : IAsyncDisposable
{
    private ClaudeboxEngine? _engine;

    /// <summary>The engine, for parts that need this one.</summary>
    public ClaudeboxEngine Engine => _engine ?? throw new InvalidOperationException("The engine is not connected.");

    public async Task<Outcome?> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            _engine = await ClaudeboxEngine.ConnectAsync(plan.Engine, cancellationToken).ConfigureAwait(false);
            var details = await _engine.DescribeAsync(cancellationToken).ConfigureAwait(false);
            return Outcome.Unchanged($"version {details.Version} at {details.Endpoint}");
        }
        catch (ClaudeboxException exception) when (exception.Code == FailureCode.DockerUnavailable)
        {
            return Outcome.Failed(exception.Message, Advice(), exception.Code);
        }
    }

    public ValueTask DisposeAsync() => _engine?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string Advice()
    {
        const string Again = "Then run this again.";
        if (!OperatingSystem.IsLinux())
        {
            return $"Install Docker Desktop (or another Docker Engine) and start it. {Again}";
        }

        var install = Distribution() switch
        {
            "debian" or "ubuntu" => "sudo apt-get install docker.io",
            "fedora" => "sudo dnf install moby-engine",
            "arch" => "sudo pacman -S docker",
            "alpine" => "sudo apk add docker",
            _ => null,
        };
        return (install is null ? "Install the package that holds the Docker Engine (docker, docker-ce or moby-engine)" : $"Install the Docker Engine ({install})") +
            $", start it (sudo systemctl start docker) and let your user use it (sudo usermod -aG docker \"$USER\", then log in again). {Again}";
    }

    // ID_LIKE names what a derivative is derived from.
    private static string? Distribution()
    {
        const string Release = "/etc/os-release";
        if (!File.Exists(Release))
        {
            return null;
        }

        var names = File.ReadLines(Release)
            .Where(line => line.StartsWith("ID=", StringComparison.Ordinal) || line.StartsWith("ID_LIKE=", StringComparison.Ordinal))
            .SelectMany(line => line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim('"').Split(' '))
            .ToHashSet(StringComparer.Ordinal);
        return ((string[])["ubuntu", "debian", "fedora", "arch", "alpine"]).FirstOrDefault(names.Contains);
    }
}
