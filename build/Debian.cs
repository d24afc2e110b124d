namespace Claudebox.Build;

/// <summary>Debian's package manager, which Ubuntu shares.</summary>
public static class Debian
{
    /// <summary>Whether this machine has it.</summary>
    public static bool IsHere => File.Exists("/etc/debian_version") && File.Exists("/usr/bin/apt-get");

    /// <summary>Fetches the package lists.</summary>
    /// <exception cref="BuildException">apt-get failed.</exception>
    public static Task UpdateAsync() => Tool.RequireAsync("apt-get", "update", "-qq");

    /// <summary>Whether the package lists hold a package.</summary>
    public static async Task<bool> KnowsAsync(string package)
    {
        var (code, text) = await Tool.CaptureAsync(TimeSpan.FromSeconds(30), "apt-cache", "show", "--no-all-versions", package);
        return code == 0 && text.StartsWith("Package:", StringComparison.Ordinal);
    }

    /// <summary>Installs packages without what they merely recommend.</summary>
    /// <exception cref="BuildException">apt-get failed.</exception>
    public static Task InstallAsync(IEnumerable<string> packages) =>
        Tool.RequireAsync("apt-get", ["install", "-y", "-qq", "-o", "Dpkg::Use-Pty=0", "--no-install-recommends", .. packages]);
}
