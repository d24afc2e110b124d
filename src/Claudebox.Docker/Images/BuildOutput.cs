using System.Globalization;
using System.Text.RegularExpressions;
using Docker.DotNet.Models;

namespace Claudebox.Docker;

/// <summary>Follows the messages of a build or pull: reports progress, keeps the failing step's last lines.</summary>
internal sealed partial class BuildOutput(string activity, IProgress<EngineProgress>? progress) : IProgress<JSONMessage>
{
    private const int KeptLines = 25;
    private const int LongestLine = 400;
    private readonly Queue<string> _lines = new();
    private int? _percent;

    /// <summary>The engine's error; null while there is none.</summary>
    internal string? Error { get; private set; }

    /// <summary>The last lines of the step that failed, or of the present step.</summary>
    internal string Tail => string.Join('\n', _lines);

    public void Report(JSONMessage value)
    {
        if (value.Error is { } error)
        {
            Error = error.Message;
        }

        // A step's output comes in pieces of any length, with carriage returns of progress bars in it.
        foreach (var line in (value.Stream ?? Status(value)).Split('\n', '\r'))
        {
            if (line.TrimEnd() is { Length: > 0 } text)
            {
                Add(text.Length > LongestLine ? text[..LongestLine] : text);
            }
        }
    }

    [GeneratedRegex(@"^Step (\d+)/(\d+) : ")]
    private static partial Regex StepLine();

    private static string Status(JSONMessage value) =>
        string.IsNullOrEmpty(value.Status) ? string.Empty : value.ID is { Length: > 0 } id ? $"{id}: {value.Status}" : value.Status;

    private void Add(string line)
    {
        if (StepLine().Match(line) is { Success: true } step)
        {
            _lines.Clear();
            _percent = (int.Parse(step.Groups[1].Value, CultureInfo.InvariantCulture) - 1) * 100 /
                int.Parse(step.Groups[2].Value, CultureInfo.InvariantCulture);
        }

        _lines.Enqueue(line);
        if (_lines.Count > KeptLines)
        {
            _lines.Dequeue();
        }

        progress?.Report(new EngineProgress { Activity = activity, Status = line, PercentComplete = _percent });
    }
}
