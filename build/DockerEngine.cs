using System.Globalization;

namespace Claudebox.Build;

/// <summary>The Docker Engine the build talks to, through the docker command.</summary>
public sealed class DockerEngine(Repository repository)
{
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(20);

    /// <summary>Makes sure that an engine answers: on Debian and Ubuntu, as root, it is installed and started when none does.</summary>
    /// <exception cref="BuildException">None answers and the build cannot help; the message says what to install.</exception>
    public async Task EnsureAsync()
    {
        var (running, problem) = await ProbeAsync();
        if (running)
        {
            return;
        }
        if (IsNamed || !Debian.IsHere || !Environment.IsPrivilegedProcess)
        {
            throw NoEngine(problem);
        }
        await InstallAsync();
        await StartAsync();
    }

    /// <summary>Makes sure that an engine answers, and installs none.</summary>
    /// <exception cref="BuildException">None answers; the message says what to install.</exception>
    public static async Task RequireAsync()
    {
        var (running, problem) = await ProbeAsync();
        if (!running)
        {
            throw NoEngine(problem);
        }
    }

    /// <summary>The processor architecture of the engine in .NET's words: <c>x64</c> or <c>arm64</c>.</summary>
    /// <exception cref="BuildException">The engine's architecture is another one.</exception>
    public static async Task<string> ArchitectureAsync()
    {
        var (_, text) = await Tool.CaptureAsync(Answer, "docker", "version", "--format", "{{.Server.Arch}}");
        return text switch
        {
            "amd64" => "x64",
            "arm64" => "arm64",
            _ => throw new BuildException($"Claudebox has no image for the engine's architecture '{text}'."),
        };
    }

    /// <summary>Whether the engine has an image of this name.</summary>
    public static async Task<bool> HasImageAsync(string name) =>
        (await Tool.CaptureAsync(Answer, "docker", "image", "inspect", "--format", "{{.Id}}", name)).Code == 0;

    private static async Task<(bool Running, string Problem)> ProbeAsync()
    {
        var (code, text) = await Tool.CaptureAsync(Answer, "docker", "version", "--format", "{{.Server.Version}}");
        return (code == 0, text);
    }

    private static bool IsNamed => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DOCKER_HOST"));

    private static BuildException NoEngine(string problem) => IsNamed
        ? new($"No Docker Engine answers at DOCKER_HOST={Environment.GetEnvironmentVariable("DOCKER_HOST")}: {problem}")
        : new($"No Docker Engine answers: {problem}{Environment.NewLine}{Advice()}");

    private static string Advice() =>
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
            ? "Install and start Docker Desktop (or another Docker Engine), then run this again."
            : Debian.IsHere
                ? "As root, run 'apt-get install docker.io' and start it, or run the target 'test' or 'demo' as root, which do both."
                : "Install the package that holds the Docker Engine (docker, docker-ce or moby-engine), start it "
                    + "('systemctl start docker'), make sure that your user may use it, then run this again.";

    private static async Task InstallAsync()
    {
        if (!File.Exists("/usr/sbin/dockerd") && !File.Exists("/usr/bin/dockerd"))
        {
            // Newer releases split the client off; older ones do not know that package.
            var packages = new List<string> { "docker.io", "iptables" };
            await Debian.UpdateAsync();
            if (await Debian.KnowsAsync("docker-cli"))
            {
                packages.Add("docker-cli");
            }
            await Debian.InstallAsync(packages);
        }
    }

    private async Task StartAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(repository.Output, "docker")).FullName;
        var log = Path.Combine(folder, "dockerd.log");
        if (Directory.Exists("/run/systemd/system"))
        {
            await Tool.RequireAsync("systemctl", "start", "docker");
        }
        else
        {
            var pid = Path.Combine(folder, "dockerd.pid");
            var program = File.Exists("/usr/sbin/dockerd") ? "/usr/sbin/dockerd" : "/usr/bin/dockerd";
            Console.WriteLine($"    starting {program}, log in {log}");
            await Tool.RequireAsync(
                "start-stop-daemon", "--start", "--background", "--pidfile", pid, "--output", log, "--startas", program,
                "--", "--pidfile", pid);
        }
        var problem = "";
        for (var end = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < end; await Task.Delay(250))
        {
            (var running, problem) = await ProbeAsync();
            if (running)
            {
                return;
            }
        }
        var tail = File.Exists(log) ? string.Join(Environment.NewLine, File.ReadLines(log).TakeLast(15)) : "";
        throw new BuildException(string.Create(
            CultureInfo.InvariantCulture, $"The Docker Engine did not come up within 60 s: {problem}{Environment.NewLine}{tail}"));
    }
}
