namespace Claudebox.Settings;

/// <summary>How the text of a setting is read.</summary>
public enum SettingKind
{
    /// <summary>As it is.</summary>
    Text,

    /// <summary>On (1, true, yes, on) or off (0, false, no, off), in any case.</summary>
    Switch,

    /// <summary>A whole number, not negative.</summary>
    Number,

    /// <summary>A path; a leading <c>~</c> is the home directory.</summary>
    Path,
}
