using Claudebox.Settings;

namespace Claudebox.Docker;

/// <summary>A command of <c>claudebox-server</c> that a terminal is attached to.</summary>
public sealed record TerminalCommand
{
    // What programs look at to learn what the terminal can do. Not LANG: the container has no locale but C.UTF-8, and a missing one
    // would take UTF-8 away. Not TERM_PROGRAM: Claude Code would look for an editor that is not in the container.
    private static readonly string[] OfTerminal = ["TERM", "COLORTERM", "NO_COLOR"];

    /// <summary>
    /// Arguments of <c>claudebox-server</c>: <c>interactive</c> with its options (<c>--no-continue</c>, <c>--resume ID</c>, <c>--model</c>,
    /// <c>--effort</c>, <c>--system-prompt</c>, <c>--append-system-prompt</c>), or <c>claude</c> with arguments of Claude Code
    /// (<c>auth login</c>). They travel through the tunnel and appear in no process list of the host.
    /// </summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>
    /// Variables for the command, as <see cref="ForwardedEnvironment.Collect"/> gives them. They travel through the tunnel and live in
    /// the command's process only.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The variables of the terminal's process, for <c>TERM</c> and the like. Default: this process's.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = EnvironmentVariables.OfProcess();

    /// <summary>The command's variables with those that describe the terminal; what the caller names wins.</summary>
    internal IReadOnlyDictionary<string, string> AllVariables()
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal) { ["TERM"] = OperatingSystem.IsWindows() ? "xterm-256color" : "xterm" };
        foreach (var name in OfTerminal)
        {
            if (Variables.TryGetValue(name, out var value) && value.Length > 0)
            {
                result[name] = value;
            }
        }

        foreach (var (name, value) in Environment)
        {
            result[name] = value;
        }

        return result;
    }
}
