using System.Diagnostics;

namespace Claudebox.Server.Terminals;

/// <summary>
/// What <c>claudebox-server terminal ID</c> is to start. It comes over the socket, so that credentials are in no command line
/// and no file.
/// </summary>
internal sealed record TerminalPlan
{
    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>All its variables.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Its working directory.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>A file in which the program's process id is noted, for the hook that records sessions.</summary>
    public string? ProcessFile { get; init; }

    /// <summary>Sentences for the user, before the program's screen.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>The plan that starts a process so.</summary>
    public static TerminalPlan Of(ProcessStartInfo start) => new()
    {
        Command = [start.FileName, .. start.ArgumentList],
        Environment = start.Environment.ToDictionary(v => v.Key, v => v.Value ?? ""),
        WorkingDirectory = start.WorkingDirectory,
    };

    /// <summary>How the process is started: on the terminal of the process that starts it.</summary>
    public ProcessStartInfo ToStartInfo()
    {
        var start = new ProcessStartInfo(Command[0], Command.Skip(1)) { UseShellExecute = false, WorkingDirectory = WorkingDirectory };
        start.Environment.Clear();
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
