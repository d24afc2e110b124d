using System.Diagnostics;
using System.Runtime.InteropServices;
using Claudebox.Server.Processes;

namespace Claudebox.Server.Claude;

/// <summary>
/// The verb <c>claude …</c>: Claude Code's own commands (<c>--version</c>, <c>doctor</c>, <c>auth</c>, <c>mcp</c>,
/// <c>setup-token</c>) with the right user, configuration and working directory, on this process's own terminal
/// or pipes.
/// </summary>
internal static class ClaudeCommand
{
    // Without a terminal these wait for a key for ever (claude-cli.md §12).
    private static readonly string[] NeedTerminal = ["doctor", "setup-token"];
    private static readonly TimeSpan LimitWithoutTerminal = TimeSpan.FromSeconds(60);

    private const int TimedOutExitCode = 124;

    /// <summary>Runs Claude Code and gives its exit code.</summary>
    /// <param name="arguments">Claude Code's arguments.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var options = ServerOptions.FromEnvironment();
        using var logging = LoggerFactory.Create(builder => builder.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        var claude = new ClaudeCode(options, logging.CreateLogger<ClaudeCode>());
        claude.EnsureInstalled();
        claude.Config.Prepare();

        // Ctrl+C on a terminal reaches Claude Code by itself; this process must outlive it to pass its exit code on.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var process = Process.Start(claude.StartInfo(mark: null, arguments, variables: null, options.Workspace))!;
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            _ = Native.Kill(process.Id, Native.SigTerm);
        });
        var limit = Console.IsInputRedirected && arguments.Count > 0 && NeedTerminal.Contains(arguments[0])
            ? LimitWithoutTerminal
            : Timeout.InfiniteTimeSpan;
        using var late = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            using var killLimit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await new ProcessTree(process.Id, mark: null).KillAsync(killLimit.Token);
            await Console.Error.WriteLineAsync(
                $"'claude {arguments[0]}' needs a terminal and was ended after {limit.TotalSeconds:0} s; run it in one.");
            return TimedOutExitCode;
        }

        claude.Config.Return();
        return process.ExitCode;
    }
}
