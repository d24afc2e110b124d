using System.Globalization;
using Claudebox.Runs;

namespace Claudebox.Settings;

/// <summary>
/// Reads settings from environment variables of two generations: <c>CLAUDEBOX_*</c>, then <c>CLAUDE_*</c>.
/// A variable that is set to nothing counts as unset.
/// </summary>
/// <param name="environment">The variables; <see cref="EnvironmentVariables.OfProcess"/> gives this process's.</param>
public sealed class SettingResolver(IReadOnlyDictionary<string, string> environment)
{
    /// <summary>The variables that the settings are read from.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; } = environment;

    /// <summary>Whether diagnostic messages are wanted.</summary>
    /// <remarks>
    /// Programs of all kinds read <c>DEBUG</c> in their own way, so a value of it that is not a switch means off here
    /// and not an error.
    /// </remarks>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: <c>CLAUDEBOX_DEBUG</c> is no switch.</exception>
    public bool IsDebug => Find(SettingTable.Debug.Name) is null
        ? Find(SettingTable.Debug.LegacyName!) is { } value && ParseSwitch(value) == true
        : Switch(SettingTable.Debug);

    /// <summary>The text of a setting.</summary>
    /// <param name="setting">The setting.</param>
    /// <returns>Its value, else its default.</returns>
    public string? Text(Setting setting) => Read(setting).Value;

    /// <summary>The value of a setting of kind <see cref="SettingKind.Switch"/>.</summary>
    /// <param name="setting">The setting.</param>
    /// <returns>Whether it is on.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>, naming the variable.</exception>
    public bool Switch(Setting setting)
    {
        var (variable, value) = Read(setting);
        return value is not null && (ParseSwitch(value) ??
            throw Invalid(variable, $"must be 1, true, yes or on, or 0, false, no or off, not '{value}'"));
    }

    /// <summary>The value of a setting of kind <see cref="SettingKind.Number"/>.</summary>
    /// <param name="setting">The setting.</param>
    /// <returns>The number; 0 when it is not set and has no default.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>, naming the variable.</exception>
    public long Number(Setting setting)
    {
        var (variable, value) = Read(setting);
        if (value is null)
        {
            return 0;
        }

        return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Invalid(variable, $"must be a whole number, 0 or greater, not '{value}'");
    }

    private static bool? ParseSwitch(string value) => value.Trim().ToUpperInvariant() switch
    {
        "1" or "TRUE" or "YES" or "ON" => true,
        "0" or "FALSE" or "NO" or "OFF" => false,
        _ => null,
    };

    private static ClaudeboxException Invalid(string variable, string problem) => new(new RunFailure
    {
        Code = FailureCode.InvalidRequest,
        Message = $"The environment variable {variable} {problem}.",
        Fields = new Dictionary<string, string> { [variable] = problem },
    });

    private (string Variable, string? Value) Read(Setting setting)
    {
        if (Find(setting.Name) is { } value)
        {
            return (setting.Name, value);
        }

        return setting.LegacyName is { } legacy && Find(legacy) is { } older ? (legacy, older) : (setting.Name, setting.Default);
    }

    private string? Find(string name) => Environment.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
