using System.Diagnostics;
using System.Globalization;
using System.Text;
using Claudebox.Docker;
using Claudebox.Runs;
using Claudebox.Testing;
using CliWrap;
using CliWrap.Buffered;

namespace Claudebox.Bench;

/// <summary>
/// The wall time of a prompt through Claudebox in a warm container beside bare <c>claude -p</c> in the same container,
/// in pairs, one after the other. The model is the simulator, which answers at once, so only overhead is measured.
/// </summary>
internal static class RunOverhead
{
    private const string Prompt = "[sim:text text=done]";
    private const string ApiKey = "simulator";

    /// <summary>Measures and prints.</summary>
    /// <param name="pairs">How many pairs count; one more comes first and does not.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> MeasureAsync(int pairs)
    {
        var folder = Directory.CreateTempSubdirectory("claudebox-bench-");
        await using var simulator = await ContainerHost.StartSimulatorAsync();
        await using var engine = await ClaudeboxEngine.ConnectAsync(new EngineOptions());
        var options = new WorkspaceOptions
        {
            Workspace = folder.CreateSubdirectory("workspace").FullName,
            DataDirectory = folder.CreateSubdirectory("data").FullName,
            Image = $"claudebox:{Version}-minimal",
        };
        await using var connection = await engine.OpenWorkspaceAsync(options);
        try
        {
            var environment = new Dictionary<string, string>
            {
                ["ANTHROPIC_API_KEY"] = ApiKey,
                ["ANTHROPIC_BASE_URL"] = ContainerHost.BaseUrlInside(simulator),
            };
            var rows = new List<(double Bare, double Claudebox)>();
            for (var pair = 0; pair <= pairs; pair++)
            {
                var bare = await BareAsync(connection.Container.Id, options.Workspace, environment);
                var ours = await ClaudeboxAsync(connection.Server, environment);
                if (pair > 0)
                {
                    rows.Add((bare, ours));
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pair,3}  bare {bare,6:0} ms  claudebox {ours,6:0} ms  ratio {ours / bare:0.00}"));
                }
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"median  bare {Median(rows.Select(r => r.Bare)):0} ms  claudebox {Median(rows.Select(r => r.Claudebox)):0} ms  ratio {Median(rows.Select(r => r.Claudebox / r.Bare)):0.00}  ({pairs} pairs)"));
            return 0;
        }
        finally
        {
            await engine.RemoveContainerAsync(connection.Container);
            folder.Delete(recursive: true);
        }
    }

    private static string Version => typeof(RunOverhead).Assembly.GetName().Version!.ToString(3);

    private static async Task<double> ClaudeboxAsync(ServerClient server, Dictionary<string, string> environment)
    {
        var watch = Stopwatch.StartNew();
        RunRecord? record = null;
        var request = new RunRequest { Prompt = Prompt, NoContinue = true, Environment = environment };
        await foreach (var update in server.RunAsync(request, Guid.NewGuid().ToString("N")))
        {
            record = update.Record ?? record;
        }

        return record is { Status: RunStatus.Completed }
            ? watch.Elapsed.TotalMilliseconds
            : throw new InvalidOperationException($"The run ended as {record?.Status}: {record?.Error?.Message}");
    }

    // Timed inside, so that the price of "docker exec" is not counted; the way a script would call it.
    private static async Task<double> BareAsync(string container, string workspace, Dictionary<string, string> environment)
    {
        const string Script = """
            start=$(date +%s%N)
            printf %s "$PROMPT" | claude -p --output-format stream-json --verbose --dangerously-skip-permissions > /dev/null || exit
            end=$(date +%s%N)
            echo $(( (end - start) / 1000 ))
            """;
        var variables = new Dictionary<string, string>(environment)
        {
            ["PROMPT"] = Prompt,
            ["IS_SANDBOX"] = "1",
            ["HOME"] = "/home/claude",
            ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
        };
        var result = await Cli.Wrap("docker")
            .WithArguments(["exec", "--workdir", workspace, .. variables.SelectMany(v => new[] { "--env", $"{v.Key}={v.Value}" }), container, "bash", "-c", Script])
            .ExecuteBufferedAsync(Encoding.UTF8);
        return long.Parse(result.StandardOutput.Trim(), CultureInfo.InvariantCulture) / 1000.0;
    }

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
