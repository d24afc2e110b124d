using System.Globalization;

namespace Claudebox.Settings;

/// <summary>One setting: an environment variable with an older name and a default.</summary>
/// <param name="Name">Name of the variable.</param>
/// <param name="LegacyName">The first generation's name, read when <paramref name="Name"/> is unset or empty; null when there is none.</param>
/// <param name="Kind">How its text is read.</param>
/// <param name="Default">The text that counts when neither is set; null when the setting is then absent.</param>
/// <param name="Meaning">What it does, in one sentence.</param>
/// <param name="Parameter">The cmdlets' parameter that overrides it; null when there is none.</param>
/// <param name="IsRemembered">Whether a configuration file may hold it.</param>
public sealed record Setting(
    string Name, string? LegacyName, SettingKind Kind, string? Default, string Meaning, string? Parameter = null, bool IsRemembered = true)
{
    /// <summary>What the names of all settings begin with.</summary>
    internal const string Prefix = "CLAUDEBOX_";

    /// <summary>Its name in a configuration file: <c>CLAUDEBOX_DATA_DIR</c> is <c>dataDir</c>.</summary>
    public string Key { get; } = KeyOf(Name);

    /// <summary>Says why a text cannot be the value.</summary>
    /// <param name="text">The text.</param>
    /// <returns>A phrase such as "must be …"; null when it can be the value.</returns>
    public string? ProblemOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Kind switch
        {
            SettingKind.Switch when ParseSwitch(text) is null => $"must be 1, true, yes or on, or 0, false, no or off, not '{text}'",
            SettingKind.Number when ParseNumber(text) is null => $"must be a whole number, 0 or greater, not '{text}'",
            _ => null,
        };
    }

    internal static bool? ParseSwitch(string text) => text.Trim().ToUpperInvariant() switch
    {
        "1" or "TRUE" or "YES" or "ON" => true,
        "0" or "FALSE" or "NO" or "OFF" => false,
        _ => null,
    };

    internal static long? ParseNumber(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string KeyOf(string name) => string.Concat(name[Prefix.Length..].Split('_').Select(
        (word, index) => index == 0 ? word.ToLowerInvariant() : word[0] + word[1..].ToLowerInvariant()));
}
