namespace Claudebox.Build;

/// <summary>A step failed for a reason that its message explains; the build ends with <see cref="ExitCode"/>.</summary>
/// <param name="message">What happened and what to do about it.</param>
/// <param name="exitCode">The exit code of the build, never 0.</param>
public sealed class BuildException(string message, int exitCode = 1) : Exception(message)
{
    /// <summary>The exit code of the build.</summary>
    public int ExitCode { get; } = exitCode;
}
