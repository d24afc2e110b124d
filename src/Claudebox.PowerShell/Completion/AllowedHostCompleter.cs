namespace Claudebox.PowerShell.Completion;

/// <summary>Offers the names of this machine and what means all names; any other can be typed.</summary>
public sealed class AllowedHostCompleter : ListedCompleter
{
    /// <summary>Makes the completer.</summary>
    public AllowedHostCompleter()
        : base(
            ("127.0.0.1", "This machine, by its address"),
            ("localhost", "This machine"),
            (Environment.MachineName, "This machine, as others may call it"),
            ("*", "Every name"))
    {
    }
}
