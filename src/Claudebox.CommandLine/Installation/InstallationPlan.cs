using Claudebox.Docker;
using Claudebox.Runs;
using Claudebox.Settings;
using Claudebox.Workspaces;

namespace Claudebox.CommandLine.Installation;

/// <summary>What an installation works with: every choice resolved, nothing done yet.</summary>
internal sealed class InstallationPlan
{
    /// <summary>The choices that are kept for later calls.</summary>
    private static readonly Setting[] Kept =
    [
        SettingTable.Image, SettingTable.Minimal, SettingTable.Registry, SettingTable.BaseImage, SettingTable.RegistriesOnly,
        SettingTable.DataDirectory, SettingTable.SshDirectory, SettingTable.InstallDirectory, SettingTable.BinName, SettingTable.DownloadUrl,
    ];

    private InstallationPlan(InstallationHost host, ConfigurationFile file, SettingResolver settings, bool isNameTyped)
    {
        Host = host;
        File = file;
        Settings = settings;
        Paths = HostPaths.OfThisComputer(host.BaseDirectory);
        DataDirectory = Paths.Resolve(settings.Text(SettingTable.DataDirectory)!);
        SshDirectory = Paths.Resolve(settings.Text(SettingTable.SshDirectory)!);
        InstallDirectory = Paths.Resolve(settings.Text(SettingTable.InstallDirectory) ?? DefaultInstallDirectory());
        var name = settings.Text(SettingTable.BinName)!;
        if (name is "." or ".." || name.StartsWith('-') || name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 || name.Contains('\\', StringComparison.Ordinal))
        {
            var problem = $"must be the name of a file, not '{name}'";
            throw isNameTyped ? new ClaudeboxException(FailureCode.InvalidRequest, $"--bin-name {problem}.") : settings.Invalid(SettingTable.BinName, problem);
        }

        CommandName = name;
        CommandPath = Path.Combine(InstallDirectory, Paths.IsWindows ? name + ".exe" : name);
    }

    public InstallationHost Host { get; }

    public ConfigurationFile File { get; }

    public SettingResolver Settings { get; }

    public HostPaths Paths { get; }

    public string DataDirectory { get; }

    public string SshDirectory { get; }

    public string InstallDirectory { get; }

    /// <summary>What the command is called.</summary>
    public string CommandName { get; }

    /// <summary>Where the command is installed.</summary>
    public string CommandPath { get; }

    public EngineOptions Engine => new() { DockerHost = Host.DockerHost, Variables = Host.Variables };

    /// <summary>Resolves the choices of an installation.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: a choice, or the configuration file, cannot be used.</exception>
    public static InstallationPlan Of(InstallationHost host, InstallOptions options) => Of(host, options, file => file.Read());

    /// <summary>Resolves the choices of an update.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: a variable, or the configuration file, cannot be used.</exception>
    public static InstallationPlan Of(InstallationHost host) => Of(host, new InstallOptions());

    /// <summary>Resolves the choices of an uninstallation. A configuration file that cannot be used is no hindrance: it goes.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: a choice cannot be used.</exception>
    public static InstallationPlan Of(InstallationHost host, UninstallOptions options)
    {
        return Of(host, new InstallOptions { InstallDirectory = options.InstallDirectory, BinName = options.BinName }, Read);

        static RememberedSettings Read(ConfigurationFile file)
        {
            try
            {
                return file.Read();
            }
            catch (ClaudeboxException)
            {
                return RememberedSettings.Empty(file.Path);
            }
        }
    }

    /// <summary>What is to be remembered: what was, and what an option or variable says now.</summary>
    public RememberedSettings Choices() => Kept.Where(Settings.IsFromVariable).Aggregate(
        Settings.Remembered,
        (settings, setting) => settings.With(
            setting, setting.Kind == SettingKind.Path ? Paths.Resolve(Settings.Text(setting)!) : Settings.Text(setting)));

    private static InstallationPlan Of(InstallationHost host, InstallOptions options, Func<ConfigurationFile, RememberedSettings> read)
    {
        var chosen = new Dictionary<string, string>(host.Variables, EnvironmentVariables.NameComparer);
        var image = options.Image ?? host.Image;
        Choose(SettingTable.Image, image, "--image");
        Choose(SettingTable.Minimal, options.Minimal switch { true => "1", false => "0", null => null }, "--minimal");
        Choose(SettingTable.Registry, options.Registry, "--registry");
        Choose(SettingTable.InstallDirectory, options.InstallDirectory, "--install-dir");
        Choose(SettingTable.BinName, options.BinName, "--bin-name");
        var file = ConfigurationFile.Of(host.Variables, host.BaseDirectory);
        var remembered = read(file);

        // Who names a variant of the default image no longer wants the image that was named before.
        var isVariantNamed = options.Minimal is not null && image is null;
        return new InstallationPlan(host, file, new SettingResolver(chosen, isVariantNamed ? remembered.With(SettingTable.Image, null) : remembered), options.BinName is not null);

        void Choose(Setting setting, string? value, string option)
        {
            if (value is not null)
            {
                chosen[setting.Name] = value.Length > 0
                    ? value
                    : throw new ClaudeboxException(FailureCode.InvalidRequest, $"{option} must not be empty.");
            }
        }
    }

    private string DefaultInstallDirectory() => Paths.IsWindows
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "Programs", "Claudebox")
        : Environment.IsPrivilegedProcess ? "/usr/local/bin" : Path.Combine(Paths.HomeDirectory, ".local", "bin");
}
