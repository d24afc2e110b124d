using System.Runtime.Versioning;
using Microsoft.Win32;

namespace Claudebox.CommandLine.Installation;

/// <summary>The user's part of PATH on Windows. References to other variables in it stay as they are.</summary>
[SupportedOSPlatform("windows")]
internal static class WindowsPath
{
    private const string KeyName = "Environment";
    private const string ValueName = "Path";

    /// <summary>Adds a directory.</summary>
    public static void Add(string directory) => Change(entries => entries.Contains(directory, StringComparer.OrdinalIgnoreCase) ? entries : [.. entries, directory]);

    /// <summary>Takes a directory out.</summary>
    public static void Remove(string directory) =>
        Change(entries => [.. entries.Where(entry => !entry.Equals(directory, StringComparison.OrdinalIgnoreCase))]);

    private static void Change(Func<string[], string[]> change)
    {
        using var key = Registry.CurrentUser.CreateSubKey(KeyName);
        var before = (key.GetValue(ValueName, string.Empty, RegistryValueOptions.DoNotExpandEnvironmentNames) as string ?? string.Empty)
            .Split(';', StringSplitOptions.RemoveEmptyEntries);
        var after = change(before);
        if (after.Length == before.Length)
        {
            return;
        }

        key.SetValue(ValueName, string.Join(';', after), RegistryValueKind.ExpandString);

        // Any change through this call tells running programs, the shell among them, to read the variables again.
        Environment.SetEnvironmentVariable("CLAUDEBOX_PATH_CHANGED", null, EnvironmentVariableTarget.User);
    }
}
