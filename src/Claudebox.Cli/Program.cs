using System.Runtime.InteropServices;
using Claudebox.Cli;
using Claudebox.CommandLine;

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    // Who asks again does not want to wait for an orderly end; the container ends the run by itself then.
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await ClaudeboxCommandLine.RunAsync(args, new ProcessConsole(), stop.Token);
