using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;

namespace Claudebox.Testing;

/// <summary><c>simulate [--address A] [--port P]</c>: runs the model simulator until Ctrl+C or SIGTERM.</summary>
internal static class Program
{
    private const string Usage = "Usage: simulate [--address ADDRESS] [--port PORT]";

    private static async Task<int> Main(string[] args)
    {
        if (Parse(args) is not { } options)
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.TrySetResult();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        await using var simulator = await ModelSimulator.StartAsync(options with { RecordedRequestLimit = 100 });
        Console.WriteLine(simulator.BaseUrl);
        await stop.Task;
        return 0;
    }

    private static ModelSimulatorOptions? Parse(string[] args)
    {
        if (args is not ["simulate", .. var rest] || rest.Length % 2 != 0)
        {
            return null;
        }

        var options = new ModelSimulatorOptions();
        foreach (var pair in rest.Chunk(2))
        {
            if (pair[0] == "--address" && IPAddress.TryParse(pair[1], out var address))
            {
                options = options with { Address = address };
            }
            else if (pair[0] == "--port" && ushort.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            {
                options = options with { Port = port };
            }
            else
            {
                return null;
            }
        }

        return options;
    }
}
