namespace Claudebox.PowerShell.Completion;

/// <summary>Offers the addresses that mean this machine alone and everybody; any other address of it can be typed.</summary>
public sealed class BindCompleter : ListedCompleter
{
    /// <summary>Makes the completer.</summary>
    public BindCompleter()
        : base(
            ("127.0.0.1", "This machine alone"),
            ("::1", "This machine alone, IPv6"),
            ("0.0.0.0", "Every address of this machine"))
    {
    }
}
