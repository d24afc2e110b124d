using Claudebox.Server.Tests.Api;
using Claudebox.Testing;

namespace Claudebox.Server.Tests.Mcp;

/// <summary>The official conformance suite.</summary>
public sealed class McpConformanceTests(ITestOutputHelper output)
{
    private static readonly string ExpectedFailures = Repository.PathOf("tests", "Claudebox.Server.Tests", "Mcp", "expected-failures.yml");

    // What the suite asks of any server, without tools, prompts or resources of its own.
    private static readonly string[] OfAnyServer =
    [
        "server-initialize", "logging-set-level", "ping", "completion-complete", "tools-list", "server-sse-multiple-streams",
        "resources-list", "prompts-list", "dns-rebinding-protection",
    ];

    [Fact]
    public async Task Every_scenario_passes_but_those_of_features_that_are_not_offered()
    {
        await using var host = await ConformanceHost.StartAsync();

        var run = await ConformanceRun.OfAsync(host.Address, ExpectedFailures);

        var list = await File.ReadAllLinesAsync(ExpectedFailures);
        var expected = list.Where(line => line.StartsWith("  - ", StringComparison.Ordinal)).Select(line => line[4..]).ToList();
        output.WriteLine($"Before the list of expected failures: {run.Passed.Count} of {run.Scenarios.Count} scenarios passed, {run.NotPassed.Count} did not.");
        output.WriteLine(string.Join('\n', list));
        output.WriteLine($"After it: {run.NotPassed.Except(expected).Count()} failed.");
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Equal(expected.Order(), run.NotPassed.Order());
        Assert.True(run.Passed.Count >= 20, run.Output);
    }

    [Fact]
    public async Task The_real_server_passes_what_is_asked_of_any_server()
    {
        await using var host = await ApiHost.StartAsync(("CLAUDE_MODE_API_TOKEN", ""));

        var run = await ConformanceRun.OfAsync(FormattableString.Invariant($"http://127.0.0.1:{host.Port}/mcp"), expectedFailures: null);

        output.WriteLine($"{run.Passed.Count} of {run.Scenarios.Count} scenarios passed; the others ask for tools, prompts and resources of the suite.");
        Assert.Empty(OfAnyServer.Except(run.Passed));
    }
}
