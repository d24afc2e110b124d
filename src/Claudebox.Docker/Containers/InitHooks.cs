using System.Globalization;
using Claudebox.Settings;

namespace Claudebox.Docker;

/// <summary>The init hooks in the data directory. They run before the server starts, so they delay it.</summary>
internal static class InitHooks
{
    /// <summary>The longest time that a plan's hooks may take; zero without hooks.</summary>
    internal static TimeSpan LongestTime(ContainerPlan plan)
    {
        var folder = Path.Combine(plan.DataDirectory, "init.d");
        if (!Directory.Exists(folder))
        {
            return TimeSpan.Zero;
        }

        var seconds = plan.ContainerEnvironment.GetValueOrDefault(SettingTable.InitTimeout.Name, SettingTable.InitTimeout.Default!);
        return Directory.EnumerateFiles(folder, "*.sh").Count() * TimeSpan.FromSeconds(long.Parse(seconds, CultureInfo.InvariantCulture));
    }
}
