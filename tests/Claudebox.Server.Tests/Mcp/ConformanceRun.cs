using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Claudebox.Testing;

namespace Claudebox.Server.Tests.Mcp;

/// <summary>A run of the official conformance suite against a server.</summary>
/// <param name="ExitCode">0 when nothing failed that is not expected to.</param>
/// <param name="Output">What the suite printed.</param>
/// <param name="Scenarios">Passed and failed checks by scenario.</param>
internal sealed partial record ConformanceRun(int ExitCode, string Output, IReadOnlyDictionary<string, (int Passed, int Failed)> Scenarios)
{
    private const string Package = "@modelcontextprotocol/conformance";
    private const string Version = "0.1.16";

    /// <summary>Scenarios of which every check passed, and at least one was made.</summary>
    public IReadOnlyList<string> Passed => [.. Scenarios.Where(s => s.Value is { Passed: > 0, Failed: 0 }).Select(s => s.Key)];

    /// <summary>All others: a check failed, or the suite only warned.</summary>
    public IReadOnlyList<string> NotPassed => [.. Scenarios.Keys.Except(Passed)];

    /// <summary>Runs all scenarios.</summary>
    /// <param name="address">The server's address.</param>
    /// <param name="expectedFailures">The file with scenarios that may fail; null for none.</param>
    public static async Task<ConformanceRun> OfAsync(string address, string? expectedFailures)
    {
        var package = await NodePackage.GetAsync(Package, Version);
        var results = Directory.CreateTempSubdirectory("claudebox-conformance-results-");
        try
        {
            string[] expected = expectedFailures is null ? [] : ["--expected-failures", expectedFailures];
            var start = new ProcessStartInfo(
                package.Node,
                [Path.Combine(package.Folder, "dist", "index.js"), "server", "--url", address, "--suite", "all", "--output-dir", results.FullName, .. expected])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = results.FullName,
            };
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync() + await error;
            await process.WaitForExitAsync();
            var scenarios = SummaryLine().Matches(output).ToDictionary(
                line => line.Groups[1].Value,
                line => (int.Parse(line.Groups[2].Value, CultureInfo.InvariantCulture), int.Parse(line.Groups[3].Value, CultureInfo.InvariantCulture)));
            return new ConformanceRun(process.ExitCode, output, scenarios);
        }
        finally
        {
            results.Delete(recursive: true);
        }
    }

    [GeneratedRegex(@"^[✓✗] ([\w-]+): (\d+) passed, (\d+) failed", RegexOptions.Multiline)]
    private static partial Regex SummaryLine();
}
