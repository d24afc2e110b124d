namespace Claudebox.Testing;

/// <summary>What Claude Code has noted of its conversations in a data directory.</summary>
public static class Transcripts
{
    /// <summary>
    /// Whether an answer is in a transcript. The screen shows an answer while it comes; Claude Code forgets one that it is told to
    /// leave in the middle of.
    /// </summary>
    /// <param name="dataDirectory">The data directory.</param>
    /// <param name="answer">Words of the answer, without characters that JSON escapes.</param>
    public static bool Hold(string dataDirectory, string answer)
    {
        var projects = Path.Combine(dataDirectory, "projects");
        return Directory.Exists(projects) && Directory
            .EnumerateFiles(projects, "*.jsonl", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines)
            .Any(line => line.Contains("\"assistant\"", StringComparison.Ordinal) && line.Contains(answer, StringComparison.Ordinal));
    }
}
