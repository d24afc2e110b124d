namespace Claudebox.CommandLine;

/// <summary>Nobody reads the output any more, as after <c>claudebox … | head -1</c>. The command ends quietly.</summary>
public sealed class OutputClosedException : IOException
{
    /// <summary>Makes the exception.</summary>
    public OutputClosedException()
        : base("Nobody reads the output any more.")
    {
    }
}
