using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Claudebox.Bench;

/// <summary>A server process, its port, and what the kernel counts of it.</summary>
internal sealed partial class MeasuredServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // USER_HZ is 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    private readonly Process _process;

    private MeasuredServer(Process process, int port)
    {
        _process = process;
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")),
            Timeout = Patience,
        };
    }

    /// <summary>A client.</summary>
    public HttpClient Http { get; }

    /// <summary>Resident memory in MB.</summary>
    public double ResidentMegabytes => Status("VmRSS");

    /// <summary>The most of it since <see cref="ResetPeak"/>.</summary>
    public double PeakMegabytes => Status("VmHWM");

    /// <summary>Starts a server and waits until it says its port.</summary>
    public static async Task<MeasuredServer> StartAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (PortIn().Match(line) is { Success: true } match)
            {
                // A pipe that nobody reads would stop it when full.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return new MeasuredServer(process, int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
            }
        }

        throw new InvalidOperationException($"{program} ended with {process.ExitCode} before it listened.");
    }

    /// <summary>Asks for a path many times and gives the processor time that one request took, in microseconds.</summary>
    public async Task<double> CostAsync(string path, int requests)
    {
        const int Clients = 4;
        var before = ProcessorSeconds();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            for (var i = 0; i < requests / Clients; i++)
            {
                using var response = await Http.GetAsync(path);
                response.EnsureSuccessStatusCode();
            }
        }));
        return (ProcessorSeconds() - before) * 1_000_000 / requests;
    }

    /// <summary>Begins the peak anew (proc(5), clear_refs).</summary>
    public void ResetPeak() => File.WriteAllText(Proc("clear_refs"), "5");

    /// <inheritdoc/>
    public void Dispose()
    {
        Http.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private double ProcessorSeconds()
    {
        var text = File.ReadAllText(Proc("stat"));
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    private double Status(string name) => double.Parse(
        File.ReadLines(Proc("status")).Single(line => line.StartsWith(name + ":", StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) / 1024;

    private string Proc(string name) => string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/{name}");

    [GeneratedRegex(@"port (\d+)\.")]
    private static partial Regex PortIn();
}
