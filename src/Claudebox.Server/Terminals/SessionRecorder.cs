using System.Text;
using System.Text.Json;
using Claudebox.Server.Processes;
using Claudebox.Server.Runs;

namespace Claudebox.Server.Terminals;

/// <summary>
/// Moves a terminal's lineage to the sessions that its prompts go to. A hook of Claude Code, which runs as the agent's user,
/// appends them to a file (image/record-session.sh); here, as root, they are taken from it. The folder outlives this process:
/// what a killed server did not get to is taken at the next start.
/// </summary>
internal sealed class SessionRecorder
{
    private const int LargestRead = 64 * 1024;
    private const string LineageName = "lineage.json";

    private readonly string _folder;
    private readonly TerminalLineage _lineage;
    private readonly LineageStore _lineages;
    private long _position;

    private SessionRecorder(string folder, TerminalLineage lineage, LineageStore lineages)
    {
        _folder = folder;
        _lineage = lineage;
        _lineages = lineages;
    }

    /// <summary>The folder, for the hook's variable <c>CLAUDEBOX_TERMINAL</c>.</summary>
    public string Folder => _folder;

    /// <summary>Where the id of the terminal's Claude Code process is to be noted: others that it starts are not recorded.</summary>
    public string ProcessFile => Path.Combine(_folder, "process");

    /// <summary>The session of the last prompt.</summary>
    public string? SessionId { get; private set; }

    private string SessionsFile => Path.Combine(_folder, "sessions");

    /// <summary>Makes the folder of a terminal.</summary>
    /// <param name="root">The folder of all terminals.</param>
    /// <param name="terminalId">The terminal.</param>
    /// <param name="owner">Who the hook runs as.</param>
    /// <param name="lineage">The lineage.</param>
    /// <param name="lineages">Where lineages are kept.</param>
    public static SessionRecorder Create(string root, string terminalId, FileOwner owner, TerminalLineage lineage, LineageStore lineages)
    {
        var recorder = new SessionRecorder(Path.Combine(root, terminalId), lineage, lineages);

        // The agent can append to the one file that it owns, but put nothing else in its place.
        Directory.CreateDirectory(recorder._folder, OwnedFiles.PrivateFolder | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        File.WriteAllBytes(
            Path.Combine(recorder._folder, LineageName), JsonSerializer.SerializeToUtf8Bytes(lineage, ServerJson.Default.TerminalLineage));
        new OwnedFiles(owner).Append(recorder.SessionsFile).Dispose();
        return recorder;
    }

    /// <summary>Takes what terminals of a killed server have left.</summary>
    /// <param name="root">The folder of all terminals.</param>
    /// <param name="lineages">Where lineages are kept.</param>
    public static void Sweep(string root, LineageStore lineages)
    {
        Directory.CreateDirectory(root, OwnedFiles.PrivateFolder | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        foreach (var folder in Directory.EnumerateDirectories(root))
        {
            if (ReadLineage(Path.Combine(folder, LineageName)) is { } lineage)
            {
                new SessionRecorder(folder, lineage, lineages).Take();
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Takes what is new, and moves the lineage.</summary>
    public void Take()
    {
        foreach (var session in ReadNew())
        {
            if (session != _lineages.Find(_lineage.Workspace, _lineage.Origin)?.SessionId)
            {
                _lineages.Move(_lineage.Workspace, _lineage.Origin, session, model: null);
            }

            SessionId = session;
        }
    }

    /// <summary>Removes the folder; call it when the terminal's processes are gone.</summary>
    public void Delete() => Directory.Delete(_folder, recursive: true);

    // Whole lines only; what the agent itself may have written there is no session id and is left out.
    private List<string> ReadNew()
    {
        using var file = new FileStream(SessionsFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var buffer = new byte[LargestRead];
        var sessions = new List<string>();
        for (file.Position = _position; ;)
        {
            var text = buffer.AsSpan(0, file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
            var length = text.LastIndexOf((byte)'\n') + 1;
            if (length == 0 && text.Length < buffer.Length)
            {
                return sessions;
            }

            // No line of the hook is so long; one that is would be read again and again.
            length = length == 0 ? text.Length : length;

            foreach (var line in Encoding.UTF8.GetString(text[..length]).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                if (Parse(line) is { } session)
                {
                    sessions.Add(session);
                }
            }

            file.Position = _position += length;
        }
    }

    private static string? Parse(string line)
    {
        try
        {
            var session = JsonSerializer.Deserialize(line, ServerJson.Default.RecordedSession)?.SessionId;
            return Guid.TryParseExact(session, "D", out _) ? session : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TerminalLineage? ReadLineage(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ServerJson.Default.TerminalLineage);
        }
        catch (Exception e) when (e is FileNotFoundException or JsonException)
        {
            return null;
        }
    }
}
