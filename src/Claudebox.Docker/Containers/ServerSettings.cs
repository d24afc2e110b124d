using System.Globalization;
using Claudebox.Runs;
using Claudebox.Settings;

namespace Claudebox.Docker;

/// <summary>What an API server is told by its container's variables; what cannot be is refused before anything is made.</summary>
/// <param name="options">What the caller chose.</param>
/// <param name="settings">What counts otherwise.</param>
internal sealed class ServerSettings(WorkspaceOptions options, SettingResolver settings)
{
    // As the server does: its runs are cancelled then, and what dies slowly gets the rest.
    private const long SecondsToEnd = 5;
    private const long ShortestStop = 10;

    /// <summary>Seconds after which the engine kills a container that was told to stop.</summary>
    public long StopSeconds => Math.Max(ShortestStop, DrainSeconds + SecondsToEnd);

    private long DrainSeconds => options.DrainSeconds ?? settings.Number(SettingTable.ModeApiDrainSeconds);

    /// <summary>The variables; those with their default are left out.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: a value cannot be used.</exception>
    public IEnumerable<(string Name, string? Value)> Variables()
    {
        yield return (SettingTable.ModeApiAllowedHosts.Name, List(SettingTable.ModeApiAllowedHosts, options.AllowedHosts, "allowedHosts", ApiAccess.ProblemOfHosts));
        yield return (SettingTable.ModeApiCorsOrigins.Name, List(SettingTable.ModeApiCorsOrigins, options.CorsOrigins, "corsOrigins", ApiAccess.ProblemOfOrigins));
        yield return (SettingTable.ModeApiQueryToken.Name, settings.Switch(SettingTable.ModeApiQueryToken) ? null : "0");
        var drain = DrainSeconds.ToString(CultureInfo.InvariantCulture);
        yield return (SettingTable.ModeApiDrainSeconds.Name, drain == SettingTable.ModeApiDrainSeconds.Default ? null : drain);
    }

    private string? List(Setting setting, IReadOnlyList<string>? chosen, string field, Func<IEnumerable<string>, string?> problemOf)
    {
        var entries = chosen ?? ApiAccess.Split(settings.Text(setting));
        if (problemOf(entries) is not { } problem)
        {
            return string.Join(',', entries);
        }

        throw chosen is null ? settings.Invalid(setting, problem) : new ClaudeboxException(new RunFailure
        {
            Code = FailureCode.InvalidRequest,
            Message = $"{field} {problem}.",
            Fields = new Dictionary<string, string> { [field] = problem },
        });
    }
}
