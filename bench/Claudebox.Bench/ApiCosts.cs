using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Claudebox.Bench;

/// <summary>
/// What the HTTP API costs, beside the least that could be done, in one run: processor time of a request, a run's overhead,
/// start, idle memory, memory of a large upload. A script stands in for Claude Code.
/// </summary>
internal static class ApiCosts
{
    private const int Requests = 20_000;
    private const int Rounds = 5;
    private const int Runs = 20;
    private const long UploadBytes = 1L << 30;

    private const string Double = """
        #!/bin/bash
        read -r prompt
        echo '{"type":"system","subtype":"init","session_id":"11111111-1111-4111-8111-111111111111","model":"m"}'
        echo '{"type":"result","subtype":"success","is_error":false,"num_turns":1,"result":"done"}'
        """;

    /// <summary>Measures and prints.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> MeasureAsync()
    {
        var folder = Directory.CreateTempSubdirectory("claudebox-bench-");
        try
        {
            var environment = Prepare(folder);
            await StartsAsync(environment);
            using var server = await StartAsync(environment);
            using var baseline = await MeasuredServer.StartAsync(
                Environment.ProcessPath!, ["baseline", environment["CLAUDEBOX_WORKSPACES"]], new Dictionary<string, string>());
            await CompareAsync("GET /health", server, baseline, "/health", "an empty endpoint");
            await CompareAsync("GET of 1 KB", server, baseline, "/files/small", "a static file");
            await RunsAsync(server, environment["CLAUDEBOX_CLAUDE_PATH"]);
            await MemoryAsync(server, baseline);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<MeasuredServer> StartAsync(Dictionary<string, string> environment) =>
        MeasuredServer.StartAsync(Path.Combine(AppContext.BaseDirectory, "claudebox-server"), ["serve"], environment);

    private static async Task StartsAsync(Dictionary<string, string> environment)
    {
        var (times, memory) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            using var server = await StartAsync(environment);
            using var response = await server.Http.GetAsync("/health");
            times.Add(watch.Elapsed.TotalMilliseconds);
            memory.Add(server.ResidentMegabytes);
        }

        Print($"start until the first answer  {Median(times.Skip(1)):0} ms, idle memory then {Median(memory.Skip(1)):0} MB");
    }

    private static Dictionary<string, string> Prepare(DirectoryInfo folder)
    {
        var program = Path.Combine(folder.FullName, "claude-double");
        File.WriteAllText(program, Double + "\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var workspaces = folder.CreateSubdirectory("workspaces").FullName;
        File.WriteAllBytes(Path.Combine(workspaces, "small"), new byte[1024]);
        File.WriteAllBytes(Path.Combine(workspaces, "small.txt"), new byte[1024]);
        return new Dictionary<string, string>
        {
            ["CLAUDEBOX_MODE_API"] = "1",
            ["CLAUDEBOX_MODE_API_PORT"] = "0",
            ["CLAUDEBOX_WORKSPACES"] = workspaces,
            ["CLAUDEBOX_CONTAINER_DATA_DIR"] = folder.CreateSubdirectory("data").FullName,
            ["CLAUDEBOX_HOME"] = folder.CreateSubdirectory("home").FullName,
            ["CLAUDEBOX_SOCKET"] = Path.Combine(folder.FullName, "run", "api.sock"),
            ["CLAUDEBOX_CLAUDE_PATH"] = program,
        };
    }

    // In turns, so that what else the machine does meets both; the first round is for the compilers.
    private static async Task CompareAsync(string what, MeasuredServer server, MeasuredServer baseline, string path, string beside)
    {
        // Static files need an extension they know.
        var other = path.StartsWith("/files", StringComparison.Ordinal) ? path + ".txt" : path;
        var rows = new List<(double Ours, double Least)>();
        for (var round = 0; round <= Rounds; round++)
        {
            var row = (await server.CostAsync(path, Requests), await baseline.CostAsync(other, Requests));
            if (round > 0)
            {
                rows.Add(row);
            }
        }

        Print($"{what}  {Median(rows.Select(r => r.Ours)):0.0} µs of processor time, {beside} {Median(rows.Select(r => r.Least)):0.0} µs, ratio {Median(rows.Select(r => r.Ours / r.Least)):0.00}");
    }

    private static async Task RunsAsync(MeasuredServer server, string program)
    {
        var (ours, bare) = (new List<double>(), new List<double>());
        for (var i = 0; i <= Runs; i++)
        {
            var watch = Stopwatch.StartNew();
            using var response = await server.Http.PostAsync("/run", new StringContent("""{"prompt":"x","noContinue":true}""", Encoding.UTF8, "application/json"));
            response.EnsureSuccessStatusCode();
            ours.Add(watch.Elapsed.TotalMilliseconds);
            watch.Restart();
            using var process = Process.Start(new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            await process.StandardInput.WriteLineAsync("x");
            await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            bare.Add(watch.Elapsed.TotalMilliseconds);
        }

        // A run looks through the process table, so on a busy host it takes longer than in a container.
        Print($"POST /run with a script for Claude Code  {Median(ours.Skip(1)):0.0} ms, the script alone {Median(bare.Skip(1)):0.0} ms, beside {Process.GetProcesses().Length} processes");
    }

    private static async Task MemoryAsync(MeasuredServer server, MeasuredServer baseline)
    {
        Print($"memory after all this  {server.ResidentMegabytes:0} MB, the empty server {baseline.ResidentMegabytes:0} MB");
        var idle = server.ResidentMegabytes;
        server.ResetPeak();
        var watch = Stopwatch.StartNew();
        using var content = new StreamContent(new LimitedZeros(UploadBytes));
        using var response = await server.Http.PutAsync("/files/large", content);
        response.EnsureSuccessStatusCode();
        Print($"upload of 1 GB  {server.PeakMegabytes - idle:0.0} MB above idle, {UploadBytes / watch.Elapsed.TotalSeconds / 1_000_000:0} MB/s");
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
