using System.Diagnostics;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Claudebox.Events;
using Claudebox.Streams;
using Claudebox.Testing;

namespace Claudebox.Bench;

/// <summary>
/// How long a piece of text takes from Claude Code to a client of the OpenAI interface. This program stands between the real
/// CLI and the server, notes when the CLI writes each piece, and passes it on; the clock is the machine's (CLOCK_MONOTONIC).
/// </summary>
internal static class FirstChunk
{
    private const int Runs = 20;
    private const int Deltas = 100;

    /// <summary>Measures and prints.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> MeasureAsync()
    {
        var folder = Directory.CreateTempSubdirectory("claudebox-bench-");
        try
        {
            await using var model = await ModelSimulator.StartAsync();
            using var server = await MeasuredServer.StartAsync(
                Path.Combine(AppContext.BaseDirectory, "claudebox-server"), ["serve"], await PrepareAsync(folder, model));
            var (first, all, chunks) = (new List<double>(), new List<double>(), 0);
            for (var run = 0; run <= Runs; run++)
            {
                var arrivals = await StreamAsync(server.Http);
                var written = File.ReadLines(LogIn(folder)).Select(line => long.Parse(line, CultureInfo.InvariantCulture)).ToList();
                if (run == 0)
                {
                    continue;
                }

                chunks += arrivals.Count;
                first.Add(Milliseconds(written[0], arrivals[0]));
                all.AddRange(written.Zip(arrivals, Milliseconds));
            }

            Print($"from the CLI's first delta to the first chunk  median {Median(first):0.00} ms, most {first.Max():0.00} ms ({Runs} runs)");
            Print($"from any delta to its chunk                    median {Median(all):0.00} ms ({all.Count} deltas)");
            Print($"chunks per delta                               {(double)chunks / (Runs * Deltas):0.00}");
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Runs the CLI and notes when it writes the pieces of its text.</summary>
    /// <param name="log">Where to.</param>
    /// <param name="command">The CLI and its arguments.</param>
    /// <returns>The CLI's exit code.</returns>
    public static async Task<int> StampAsync(string log, IReadOnlyList<string> command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true })!;
        await using var output = Console.OpenStandardOutput();
        using var lines = new LineReader(process.StandardOutput.BaseStream);
        var written = new List<long>();
        while (await lines.ReadLineAsync() is { } line)
        {
            var now = Stopwatch.GetTimestamp();
            await output.WriteAsync(line);
            await output.WriteAsync("\n"u8.ToArray());
            if (EventPeek.IsOfType(line.Span, "stream_event") && ClaudeEvent.Parse(line.ToArray()) is StreamEvent { DeltaType: "text_delta" })
            {
                written.Add(now);
            }
        }

        await File.WriteAllLinesAsync(log, written.Select(time => time.ToString(CultureInfo.InvariantCulture)));
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static async Task<Dictionary<string, string>> PrepareAsync(DirectoryInfo folder, ModelSimulator model)
    {
        var program = Path.Combine(folder.FullName, "claude");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nexec '{Environment.ProcessPath}' stamp '{LogIn(folder)}' '{await ClaudeCodeCli.GetAsync()}' \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return new Dictionary<string, string>
        {
            ["CLAUDEBOX_MODE_API"] = "1",
            ["CLAUDEBOX_MODE_API_PORT"] = "0",
            ["CLAUDEBOX_WORKSPACES"] = folder.CreateSubdirectory("workspaces").FullName,
            ["CLAUDEBOX_CONTAINER_DATA_DIR"] = folder.CreateSubdirectory("data").FullName,
            ["CLAUDEBOX_HOME"] = folder.CreateSubdirectory("home").FullName,
            ["CLAUDEBOX_SOCKET"] = Path.Combine(folder.FullName, "run", "api.sock"),
            ["CLAUDEBOX_CLAUDE_PATH"] = program,
            ["ANTHROPIC_API_KEY"] = "simulator",
            ["ANTHROPIC_BASE_URL"] = model.BaseUrl,
        };
    }

    // When each piece of text arrived.
    private static async Task<List<long>> StreamAsync(HttpClient http)
    {
        var body = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"model":"sonnet","stream":true,"messages":[{"role":"user","content":"[sim:long deltas={{Deltas}} delay=5]"}]}""");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        var arrivals = new List<long>();
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            var now = Stopwatch.GetTimestamp();
            if (item.Data != "[DONE]" && HasText(item.Data))
            {
                arrivals.Add(now);
            }
        }

        return arrivals;
    }

    private static bool HasText(string chunk)
    {
        using var document = JsonDocument.Parse(chunk);
        return document.RootElement.GetProperty("choices")[0].GetProperty("delta").TryGetProperty("content", out var content) && content.GetString()!.Length > 0;
    }

    private static string LogIn(DirectoryInfo folder) => Path.Combine(folder.FullName, "deltas");

    private static double Milliseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
