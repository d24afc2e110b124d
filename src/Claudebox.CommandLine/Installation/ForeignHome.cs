using Claudebox.Runs;

namespace Claudebox.CommandLine.Installation;

/// <summary>
/// Refuses to install as root into the home directory of the user who called sudo: what root makes there is root's, and later
/// calls of that user could not write it.
/// </summary>
internal static class ForeignHome
{
    private static readonly string[] HomesOfRoot = ["/root", "/var/root"];

    /// <summary>Checks an installation before anything is done.</summary>
    /// <param name="variables">The environment variables: sudo tells who called it.</param>
    /// <param name="home">The home directory.</param>
    /// <param name="isRoot">Whether this process is root's.</param>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: the home directory is another user's.</exception>
    public static void Check(IReadOnlyDictionary<string, string> variables, string home, bool isRoot)
    {
        var isBySudo = variables.GetValueOrDefault("SUDO_UID") is { Length: > 0 } and not "0";
        if (isRoot && isBySudo && !HomesOfRoot.Contains(Path.TrimEndingDirectorySeparator(home)))
        {
            throw new ClaudeboxException(
                FailureCode.InvalidRequest,
                $"With sudo, what is installed in {home} would belong to root, and {variables.GetValueOrDefault("SUDO_USER") ?? "its user"} could not use it. " +
                "Run 'claudebox install' without sudo; or 'sudo -H claudebox install', which installs for root, with the command in /usr/local/bin.");
        }
    }
}
