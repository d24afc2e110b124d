namespace Claudebox.CommandLine.Parsing;

/// <summary>Finds what somebody who mistyped a name may have meant.</summary>
internal static class Nearest
{
    private const int ShortestPrefix = 3;

    /// <summary>The name most like what was typed; null when none is like it.</summary>
    public static string? To(string typed, IEnumerable<string> names) =>
        names.Select(name => (Name: name, Distance: Distance(typed, name)))
            .Where(item => item.Distance <= Tolerance(typed) ||
                (typed.Length >= ShortestPrefix && item.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(item => item.Distance)
            .ThenBy(item => item.Name, StringComparer.Ordinal)
            .Select(item => item.Name)
            .FirstOrDefault();

    private static int Tolerance(string typed) => typed.Length switch
    {
        < 3 => 0,
        < 6 => 1,
        _ => 2,
    };

    // Edits of one character and swaps of two neighbours.
    internal static int Distance(string left, string right)
    {
        var (older, previous, current) = (new int[right.Length + 1], Enumerable.Range(0, right.Length + 1).ToArray(), new int[right.Length + 1]);
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = left[i - 1] == right[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + same);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    current[j] = Math.Min(current[j], older[j - 2] + 1);
                }
            }

            (older, previous, current) = (previous, current, older);
        }

        return previous[right.Length];
    }
}
