namespace Claudebox.CommandLine;

/// <summary>Exit codes beside those of failures (<see cref="Claudebox.Runs.FailureTable"/>).</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>What was asked for was done, and it did not go well.</summary>
    public const int Failure = 1;

    /// <summary>128 + SIGPIPE, as of any program whose reader went away.</summary>
    public const int OutputClosed = 141;
}
