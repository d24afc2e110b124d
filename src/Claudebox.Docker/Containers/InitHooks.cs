using System.Globalization;
using Claudebox.Runs;
using Claudebox.Settings;

namespace Claudebox.Docker;

/// <summary>The init hooks in the data directory. They run before the server starts, so they delay it.</summary>
internal static class InitHooks
{
    /// <summary>The longest time that a plan's hooks may take; zero without hooks.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: the folder cannot be read.</exception>
    internal static TimeSpan LongestTime(ContainerPlan plan)
    {
        var folder = Path.Combine(plan.DataDirectory, "init.d");
        if (!Directory.Exists(folder))
        {
            return TimeSpan.Zero;
        }

        var count = Count(folder);
        var seconds = plan.ContainerEnvironment.GetValueOrDefault(SettingTable.InitTimeout.Name, SettingTable.InitTimeout.Default!);
        return count * TimeSpan.FromSeconds(long.Parse(seconds, CultureInfo.InvariantCulture));
    }

    private static int Count(string folder)
    {
        try
        {
            return Directory.EnumerateFiles(folder, "*.sh").Count();
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new ClaudeboxException(
                FailureCode.InvalidRequest, $"The init hooks cannot be listed: {exception.Message} Make {folder} readable for you, or remove it.", exception);
        }
    }
}
