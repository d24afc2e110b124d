using System.Runtime.InteropServices;
using Claudebox.Cli;
using Claudebox.CommandLine;

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await ClaudeboxCommandLine.RunAsync(args, new ProcessConsole(), stop.Token);
