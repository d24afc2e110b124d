namespace Claudebox.Docker;

/// <summary>The terminal of this process.</summary>
public static class HostTerminal
{
    /// <summary>Opens the terminal that the standard input and output are.</summary>
    /// <returns>The terminal; null when one of the two is none.</returns>
    public static ITerminal? TryOpen() =>
        OperatingSystem.IsWindows() ? WindowsTerminal.TryOpen() : UnixTerminal.TryOpen();
}
