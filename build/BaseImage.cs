namespace Claudebox.Build;

/// <summary>The image that the Claudebox image is built on.</summary>
public sealed class BaseImage(Repository repository)
{
    private const string Ubuntu = "ubuntu:24.04";
    private const string LocalDebian = "claudebox-base:debian13";

    /// <summary>Whether a base image is the one made here, where no registry of images answered.</summary>
    public static bool IsMadeHere(string name) => name == LocalDebian;

    /// <summary>Finds or makes it: the named one; Ubuntu where the engine has it or a registry answers; else Debian 13, made here.</summary>
    /// <exception cref="BuildException">None can be had on this machine.</exception>
    public async Task<string> EnsureAsync(string? named)
    {
        if (named is not null)
        {
            return named;
        }
        foreach (var present in new[] { Ubuntu, LocalDebian })
        {
            if (await DockerEngine.HasImageAsync(present))
            {
                return present;
            }
        }
        var (code, answer) = await Tool.CaptureAsync(TimeSpan.FromMinutes(5), "docker", "pull", "--quiet", Ubuntu);
        if (code == 0)
        {
            return Ubuntu;
        }
        Console.WriteLine($"    {Ubuntu} cannot be pulled: {answer.Split('\n')[^1]}");
        if (!Debian.IsHere || !Environment.IsPrivilegedProcess)
        {
            throw new BuildException(
                $"No registry answers and this machine cannot make a base image. Load {Ubuntu} into the engine "
                + "('docker load'), or name another Debian or Ubuntu image with --base.");
        }
        await MakeDebianAsync();
        return LocalDebian;
    }

    private async Task MakeDebianAsync()
    {
        Console.WriteLine($"    making {LocalDebian} from Debian packages");
        if (!File.Exists("/usr/bin/mmdebstrap"))
        {
            await Debian.UpdateAsync();
            await Debian.InstallAsync(["mmdebstrap", "debian-archive-keyring"]);
        }
        var archive = Path.Combine(repository.FreshOutput("base"), "debian13.tar");
        string[] unread = ["doc", "man", "info", "locale", "lintian"];
        await Tool.RequireAsync(
            "mmdebstrap",
            ["--quiet", "--variant=minbase", "--format=tar", .. unread.Select(what => $"--dpkgopt=path-exclude=/usr/share/{what}/*"), "trixie", archive]);
        await Tool.RequireAsync("docker", "import", "--change", "CMD [\"/bin/bash\"]", archive, LocalDebian);
        File.Delete(archive);
    }
}
