using System.Globalization;
using System.Text.RegularExpressions;

namespace Claudebox.Build;

/// <summary>Runs the tests and counts them by the runner's closing summary, which covers all assemblies.</summary>
public sealed partial class TestRun
{
    private readonly Dictionary<string, int> counts = [];
    private bool inSummary;

    /// <summary>The runner's options that select the tests whose full name contains a text.</summary>
    /// <param name="name">The text; a <c>*</c> at either end changes nothing.</param>
    public static IReadOnlyList<string> Filter(string name) =>
        // 8 is the exit code of an assembly in which the filter leaves no test.
        ["--filter-method", $"*{name.Trim('*')}*", "--ignore-exit-code", "8"];

    /// <summary>Runs every test of the built solution; the last line printed is <c>N passed, N failed, N skipped</c>.</summary>
    /// <param name="repository">The checkout.</param>
    /// <param name="arguments">Options of the runner.</param>
    /// <returns>0 when tests ran and none failed.</returns>
    public async Task<int> RunAsync(Repository repository, IReadOnlyList<string> arguments)
    {
        string[] command = ["test", "--solution", repository.At("Claudebox.sln"), "-c", "Release", "--no-build"];
        var code = await Tool.WatchAsync(Read, "dotnet", [.. command, .. arguments]);
        // "error" counts assemblies that ended badly without a failed test, such as a crash: never a pass.
        var (passed, failed, skipped) = (Count("succeeded"), Count("failed") + Count("error"), Count("skipped"));
        if (passed + failed == 0)
        {
            Console.Error.WriteLine("No test ran.");
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{passed} passed, {failed} failed, {skipped} skipped"));
        return code != 0 ? code : passed == 0 || failed > 0 ? 1 : 0;
    }

    private int Count(string name) => counts.GetValueOrDefault(name);

    private void Read(string line)
    {
        inSummary |= line.StartsWith("Test run summary:", StringComparison.Ordinal);
        if (inSummary && SummaryLine().Match(line) is { Success: true } match)
        {
            counts[match.Groups[1].Value] = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        }
    }

    [GeneratedRegex(@"^\s+(error|failed|succeeded|skipped): (\d+)$")]
    private static partial Regex SummaryLine();
}
