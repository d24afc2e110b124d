using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Claudebox.PowerShell.Failures;

/// <summary>Says in the words of the cmdlets what is said in those of the command line.</summary>
internal static partial class CmdletWords
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["claudebox install"] = "Install-Claudebox",
        ["claudebox uninstall"] = "Uninstall-Claudebox",
        ["claudebox update"] = "Update-Claudebox",
        ["--migrate"] = "-Migrate",
        ["--remove-containers"] = "-RemoveContainer",
        ["--remove-image"] = "-RemoveImage",
        ["--remove-keys"] = "-RemoveKey",
        ["--remove-data"] = "-RemoveData",
    };

    /// <summary>Translates a sentence; what has no word among the cmdlets stays.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text) => text is null ? null : Known().Replace(text, match => Words[match.Value]);

    [GeneratedRegex(@"claudebox (install|uninstall|update)\b|--(migrate|remove-containers|remove-image|remove-keys|remove-data)\b")]
    private static partial Regex Known();
}
