using System.CommandLine;
using Claudebox.CommandLine.Tables;
using Claudebox.Installation;
using Claudebox.Runs;
using Claudebox.Views;

namespace Claudebox.CommandLine.Commands;

/// <summary>Shows the steps of an installation: each as it ends, or all as JSON.</summary>
internal sealed class StepReport(CommandContext context)
{
    private const int StatusWidth = 10;
    private const int NameWidth = 19;
    private readonly ListFormat _format = new();

    /// <summary>Adds the option that chooses between text and JSON.</summary>
    public void AddTo(Command command) => command.Add(_format.Option);

    /// <summary>Shows steps on the standard output, then says whether all is well.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="result">The command line.</param>
    /// <param name="success">Gives the last line, when nothing failed.</param>
    /// <param name="what">What is incomplete otherwise, such as "The installation".</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The exit code: 0, or that of the first failure.</returns>
    public async Task<int> ShowAsync(
        IAsyncEnumerable<InstallStep> steps, ParseResult result, Func<string> success, string what, CancellationToken cancellationToken)
    {
        var isJson = _format.IsJson(result);
        var shown = new List<InstallStep>();
        await foreach (var step in steps.ConfigureAwait(false))
        {
            shown.Add(step);
            if (!isJson)
            {
                await context.WriteAsync(TextOf(step), cancellationToken).ConfigureAwait(false);
            }
        }

        if (isJson)
        {
            await ListFormat.WriteJsonAsync(context, shown, CommandJson.Default.IReadOnlyListInstallStep, cancellationToken).ConfigureAwait(false);
        }

        if (shown.FirstOrDefault(step => step.Status == InstallStepStatus.Failed) is { } failed)
        {
            await context.NoteAsync(Incomplete(what, shown)).ConfigureAwait(false);
            return ExitCodeOf(failed);
        }

        if (!isJson)
        {
            await context.WriteLineAsync(success(), cancellationToken).ConfigureAwait(false);
        }

        return ExitCodes.Success;
    }

    /// <summary>Shows steps on the standard error, where the standard output belongs to a prompt.</summary>
    /// <returns>Whether nothing failed.</returns>
    public async Task<bool> NoteAsync(IAsyncEnumerable<InstallStep> steps)
    {
        var shown = new List<InstallStep>();
        await foreach (var step in steps.ConfigureAwait(false))
        {
            shown.Add(step);
            await context.NoteAsync(TextOf(step).TrimEnd()).ConfigureAwait(false);
        }

        var isWell = !shown.Exists(step => step.Status == InstallStepStatus.Failed);
        if (!isWell)
        {
            await context.NoteAsync(Incomplete("The update", shown)).ConfigureAwait(false);
        }

        return isWell;
    }

    private static int ExitCodeOf(InstallStep failed) => FailureTable.Of(failed.Code ?? FailureCode.InstallationFailed).ExitCode;

    private static string Incomplete(string what, IEnumerable<InstallStep> steps) =>
        $"claudebox: {what} is incomplete. Not done: {string.Join(", ", steps.Where(step => step.Status == InstallStepStatus.Failed).Select(step => step.Name))}.";

    private static string TextOf(InstallStep step)
    {
        var status = step.Status switch
        {
            InstallStepStatus.Done => "done",
            InstallStepStatus.Unchanged => "unchanged",
            InstallStepStatus.Skipped => "skipped",
            _ => "FAILED",
        };
        var indent = new string(' ', StatusWidth + NameWidth + 1);
        var lines = TerminalText.Block(step.Detail).TrimEnd().Split('\n')
            .Concat(step.Advice is null ? [] : TerminalText.Block(step.Advice).TrimEnd().Split('\n').Select(line => "> " + line));
        return $"{status.PadRight(StatusWidth)} {step.Name.PadRight(NameWidth)}{string.Join("\n" + indent, lines)}\n";
    }
}
