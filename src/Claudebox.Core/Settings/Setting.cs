namespace Claudebox.Settings;

/// <summary>One setting: an environment variable with an older name and a default.</summary>
/// <param name="Name">Name of the variable.</param>
/// <param name="LegacyName">The first generation's name, read when <paramref name="Name"/> is unset or empty; null when there is none.</param>
/// <param name="Kind">How its text is read.</param>
/// <param name="Default">The text that counts when neither is set; null when the setting is then absent.</param>
/// <param name="Meaning">What it does, in one sentence.</param>
/// <param name="Parameter">The cmdlets' parameter that overrides it; null when there is none.</param>
public sealed record Setting(string Name, string? LegacyName, SettingKind Kind, string? Default, string Meaning, string? Parameter = null);
