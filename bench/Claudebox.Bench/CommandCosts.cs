using System.Diagnostics;
using System.Globalization;
using Claudebox.Docker;
using Claudebox.Testing;

namespace Claudebox.Bench;

/// <summary>
/// The command as people and scripts call it: the wall time of its shortest calls, and of a prompt in a warm container beside
/// <c>docker exec … claude -p</c> in the same container, in pairs. The model is the simulator, which answers at once.
/// </summary>
internal static class CommandCosts
{
    private const string Prompt = "[sim:text text=done]";
    private const string ApiKey = "simulator";

    private static string Program => Repository.PathOf(
        "output", "cli", $"claudebox-linux-{System.Runtime.InteropServices.RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}");

    /// <summary>Measures and prints.</summary>
    /// <param name="pairs">How many pairs count; one more comes first and does not.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> MeasureAsync(int pairs)
    {
        if (!File.Exists(Program))
        {
            Console.Error.WriteLine($"There is no {Program}; make it with: dotnet run build.cs command");
            return 1;
        }

        var home = Directory.CreateTempSubdirectory("claudebox-bench-");
        await using var simulator = await ContainerHost.StartSimulatorAsync();
        await using var engine = await ClaudeboxEngine.ConnectAsync(new EngineOptions());
        var workspace = home.CreateSubdirectory("workspace").FullName;
        var variables = Variables(home.FullName, simulator);
        try
        {
            foreach (var arguments in (string[][])[["--help"], ["complete", "claudebox st"], ["ps"], ["--version"]])
            {
                var times = new List<double>();
                for (var i = 0; i <= pairs; i++)
                {
                    times.Add(await WallAsync(Program, arguments, workspace, variables));
                }

                Print($"claudebox {string.Join(' ', arguments),-25} median {RunOverhead.Median(times.Skip(1)):0} ms");
            }

            await WallAsync(Program, ["-p", Prompt], workspace, variables);
            var container = (await engine.ListContainersAsync(workspace)).Single();
            string[] bare = ["exec", "--workdir", workspace, .. Bare(variables), container.Id, "claude", "-p", "--dangerously-skip-permissions", Prompt];
            var rows = new List<(double Bare, double Ours)>();
            for (var pair = 0; pair <= pairs; pair++)
            {
                var row = (Bare: await WallAsync("docker", bare, workspace, variables), Ours: await WallAsync(Program, ["-p", Prompt, "--no-continue"], workspace, variables));
                if (pair > 0)
                {
                    rows.Add(row);
                    Print($"{pair,3}  docker exec claude {row.Bare,6:0} ms  claudebox {row.Ours,6:0} ms  ratio {row.Ours / row.Bare:0.00}");
                }
            }

            Print($"median  docker exec claude {RunOverhead.Median(rows.Select(r => r.Bare)):0} ms  claudebox {RunOverhead.Median(rows.Select(r => r.Ours)):0} ms  ratio {RunOverhead.Median(rows.Select(r => r.Ours / r.Bare)):0.00}  ({pairs} pairs)");
            return 0;
        }
        finally
        {
            foreach (var container in await engine.ListContainersAsync(workspace))
            {
                await engine.RemoveContainerAsync(container);
            }

            home.Delete(recursive: true);
        }
    }

    private static Dictionary<string, string> Variables(string home, ModelSimulator simulator)
    {
        var variables = new Dictionary<string, string>
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["HOME"] = home,
            ["CLAUDEBOX_IMAGE"] = $"claudebox:{ClaudeboxVersion.Current}-minimal",
            ["CLAUDEBOX_DATA_DIR"] = Path.Combine(home, "data"),
            ["ANTHROPIC_API_KEY"] = ApiKey,
            ["ANTHROPIC_BASE_URL"] = ContainerHost.BaseUrlInside(simulator),
        };
        if (Environment.GetEnvironmentVariable("DOCKER_HOST") is { } engine)
        {
            variables["DOCKER_HOST"] = engine;
        }

        return variables;
    }

    private static IEnumerable<string> Bare(Dictionary<string, string> variables)
    {
        var inside = new Dictionary<string, string>
        {
            ["ANTHROPIC_API_KEY"] = ApiKey,
            ["ANTHROPIC_BASE_URL"] = variables["ANTHROPIC_BASE_URL"],
            ["IS_SANDBOX"] = "1",
            ["HOME"] = "/home/claude",
            ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
        };
        return inside.SelectMany(variable => new[] { "--env", $"{variable.Key}={variable.Value}" });
    }

    private static async Task<double> WallAsync(string program, IEnumerable<string> arguments, string directory, Dictionary<string, string> variables)
    {
        var watch = Stopwatch.StartNew();
        await using var run = ProgramRun.Start(program, arguments, directory, variables);
        run.Input.Close();
        var result = await run.WaitAsync();
        return result.ExitCode == 0
            ? watch.Elapsed.TotalMilliseconds
            : throw new InvalidOperationException($"{program} ended with {result.ExitCode}: {result.Error}{result.Output}");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
