namespace Claudebox.PowerShell.Completion;

/// <summary>Offers the aliases that Claude Code knows; any other model name can be typed.</summary>
public sealed class ModelCompleter : ListedCompleter
{
    /// <summary>Makes the completer.</summary>
    public ModelCompleter()
        : base(
            ("opus", "The most capable model"),
            ("sonnet", "The model for daily work"),
            ("haiku", "The fastest model"),
            ("opusplan", "Opus for planning, Sonnet for the work"),
            ("sonnet[1m]", "Sonnet with a context of one million tokens"))
    {
    }
}
