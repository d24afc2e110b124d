using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Claudebox.CommandLine.Installation;
using Claudebox.CommandLine.Parsing;

namespace Claudebox.CommandLine.Commands;

/// <summary><c>claudebox update</c>, and <c>--update</c> before a prompt.</summary>
internal sealed partial class UpdateCommand
{
    private const string Done = "Everything is up to date.";
    private const int TerminateSignal = 15;

    // A run ends within seconds when it is cancelled.
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(15);
    private readonly CommandContext _context;
    private readonly StepReport _report;

    public UpdateCommand(CommandContext context)
    {
        _context = context;
        _report = new StepReport(context);
    }

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var self = new UpdateCommand(context);
        var command = new DocumentedCommand("update", "Updates the command and the image, and makes containers anew that are not in use.")
        {
            Examples = [("claudebox update", ""), ("claudebox --update \"what is new here?\"", "updates, then runs the prompt")],
            Notes =
            [
                "The command comes from CLAUDEBOX_DOWNLOAD_URL. The image is pulled where a registry is configured, else built anew when " +
                "this command carries another build of it. Conversations and all that lies on mounts stay.",
            ],
        };
        self._report.AddTo(command);
        command.SetAction(self.RunAsync);
        return command;
    }

    /// <summary>Updates, and nothing else.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken) => _report.ShowAsync(
        new Installer(_context.InstallationHost).UpdateAsync(_context.Status, cancellationToken), result, () => Done, "The update", cancellationToken);

    /// <summary>Updates before a prompt or terminal. What fails is told and hinders nothing.</summary>
    /// <param name="arguments">The command line, without what asked for the update.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The exit code of the new command, which took the rest over; null when this one is to go on.</returns>
    public async Task<int?> RunFirstAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var installer = new Installer(_context.InstallationHost);
        if (!await _report.NoteAsync(installer.UpdateAsync(_context.Status, cancellationToken)).ConfigureAwait(false))
        {
            await _context.NoteAsync("claudebox: It goes on with what there is.").ConfigureAwait(false);
        }

        if (installer.NewCommand is not { } command)
        {
            return null;
        }

        // On the same terminal and streams, so Ctrl+C reaches it as it reaches this process. What asks only this process to end is
        // passed on; registered before it starts, so that nothing gets lost in between.
        Process? started = null;
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Terminate(Volatile.Read(ref started), signal));
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { WorkingDirectory = _context.Console.CurrentDirectory })!;
        Volatile.Write(ref started, process);
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            using var limit = new CancellationTokenSource(EndLimit);
            await using var kill = limit.Token.Register(() => process.Kill(entireProcessTree: true)).ConfigureAwait(false);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return process.ExitCode;
    }

    // Windows ends the processes of a console itself.
    private static void Terminate(Process? process, PosixSignalContext signal)
    {
        signal.Cancel = true;
        try
        {
            if (process is { HasExited: false } && !OperatingSystem.IsWindows())
            {
                _ = Kill(process.Id, TerminateSignal);
            }
        }
        catch (InvalidOperationException)
        {
            // It has ended, and with it this command ends.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
