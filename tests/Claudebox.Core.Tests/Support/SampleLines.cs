using System.Text;
using Claudebox.Events;

namespace Claudebox.Core.Tests.Support;

/// <summary>The sample lines of <c>Samples/events.txt</c>: real lines of every event that could be provoked, under titles.</summary>
internal static class SampleLines
{
    private static readonly Lazy<Dictionary<string, List<string>>> ByTitle = new(Load);

    public static IEnumerable<string> All => ByTitle.Value.Values.SelectMany(lines => lines);

    /// <summary>The lines under a title.</summary>
    public static IReadOnlyList<string> Under(string title) => ByTitle.Value[title];

    /// <summary>A line under a title, read as an event that must be of a class.</summary>
    public static T Event<T>(string title, int index = 0)
        where T : ClaudeEvent =>
        Assert.IsType<T>(ClaudeEvent.Parse(Encoding.UTF8.GetBytes(Under(title)[index])));

    private static Dictionary<string, List<string>> Load()
    {
        var byTitle = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        List<string> lines = [];
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Samples", "events.txt")))
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                byTitle.Add(line[2..], lines = []);
            }
            else
            {
                lines.Add(line);
            }
        }

        return byTitle;
    }
}
