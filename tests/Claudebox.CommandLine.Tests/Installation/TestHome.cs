using Claudebox.CommandLine.Installation;

namespace Claudebox.CommandLine.Tests.Installation;

/// <summary>A home for the parts of an installation.</summary>
internal sealed class TestHome : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("claudebox-install-tests-");

    public string Path => _folder.FullName;

    /// <summary>Variables that lead every path into this home.</summary>
    public Dictionary<string, string> Variables => new(StringComparer.Ordinal)
    {
        ["PATH"] = "/usr/bin:/bin",
        ["XDG_DATA_HOME"] = In("share"),
        ["CLAUDEBOX_CONFIG"] = In("config.json"),
        ["CLAUDEBOX_SSH_DIR"] = In("ssh", "claudebox"),
        ["CLAUDEBOX_DATA_DIR"] = In("data"),
        ["CLAUDEBOX_INSTALL_DIR"] = In("bin"),
    };

    public string In(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public InstallationPlan Plan(PackageContent? package = null, params (string Name, string Value)[] variables)
    {
        var all = Variables;
        foreach (var (name, value) in variables)
        {
            all[name] = value;
        }

        return InstallationPlan.Of(new InstallationHost { Variables = all, BaseDirectory = Path, Package = package ?? new PackageContent() });
    }

    public string MakeFile(string name, string content)
    {
        var path = In(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
