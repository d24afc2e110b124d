namespace Claudebox.PowerShell.Completion;

/// <summary>Offers origins that web pages often have during development, and what means all; any other can be typed.</summary>
public sealed class CorsOriginCompleter : ListedCompleter
{
    /// <summary>Makes the completer.</summary>
    public CorsOriginCompleter()
        : base(
            ("http://localhost:3000", "Pages of this machine, such as those of Open WebUI"),
            ("*", "Every page"))
    {
    }
}
