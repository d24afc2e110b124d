using Claudebox.Runs;
using Claudebox.Settings;

namespace Claudebox.Docker;

/// <summary>The settings of a host: environment variables before the configuration file before defaults.</summary>
public static class HostSettings
{
    /// <summary>Reads them.</summary>
    /// <param name="variables">The environment variables.</param>
    /// <param name="baseDirectory">What the configuration file's path is relative to, if it is; null means the process's current directory.</param>
    /// <returns>The settings.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: the configuration file cannot be used; the message names it.</exception>
    public static SettingResolver Read(IReadOnlyDictionary<string, string> variables, string? baseDirectory = null) =>
        new(variables, ConfigurationFile.Of(variables, baseDirectory).Read());
}
