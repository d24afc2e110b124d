using System.Text;
using Claudebox.CommandLine.Parsing;
using Claudebox.Workspaces;

namespace Claudebox.CommandLine.Prompts;

/// <summary>
/// Where a prompt comes from: the arguments, a file, the standard input; what is piped in beside a prompt goes behind it, as
/// Claude Code does (claude-cli.md §8.1).
/// </summary>
internal sealed class PromptSource(CommandContext context)
{
    private const string StandardInputMark = "-";

    // An inherited standard input may stay open for ever without a byte; the CLI waits as long.
    private static readonly TimeSpan ContextLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PromptLimit = TimeSpan.FromSeconds(60);

    /// <summary>Reads the prompt.</summary>
    /// <param name="scan">The words of the command line.</param>
    /// <param name="file">A file with the prompt.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The prompt; null when nothing gives one.</returns>
    public async Task<string?> ReadAsync(ArgumentScan scan, string? file, CancellationToken cancellationToken)
    {
        var isNamed = scan.NamesInput || file == StandardInputMark;
        var text = string.Join(' ', scan.Text);
        if (file is not null && scan.Words.Count > 0)
        {
            throw ParseFailures.Invalid("Give the prompt as an argument or with --prompt-file, not both.");
        }

        if (file is not null and not StandardInputMark)
        {
            text = await ReadFileAsync(file, cancellationToken).ConfigureAwait(false);
        }

        if (context.Console.IsInputTerminal && !isNamed)
        {
            return text.Length == 0 ? null : text;
        }

        TimeSpan? limit = isNamed ? null : text.Length > 0 ? ContextLimit : PromptLimit;
        var input = await PromptText.ReadAsync(context.Console.Input, "the standard input", limit, cancellationToken).ConfigureAwait(false);
        if (input is null)
        {
            await context.NoteAsync($"claudebox: nothing came on the standard input within {limit!.Value.TotalSeconds:0} s; going on without it. " +
                "Use < /dev/null to say that nothing will come, or the argument - to wait for it.").ConfigureAwait(false);
        }

        return (text.Length, string.IsNullOrWhiteSpace(input)) switch
        {
            (0, true) => null,
            (0, false) => input,
            (_, true) => text,
            _ => $"{text}\n{input}",
        };
    }

    /// <summary>Reads a text file that the user names.</summary>
    public async Task<string> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        var full = HostPaths.OfThisComputer(context.Console.CurrentDirectory).Resolve(path);
        try
        {
            var file = File.OpenRead(full);
            await using (file.ConfigureAwait(false))
            {
                return await PromptText.ReadAsync(file, $"the file '{path}'", firstByteLimit: null, cancellationToken).ConfigureAwait(false) ?? "";
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ParseFailures.Invalid($"The file '{path}' cannot be read: {exception.Message}");
        }
    }
}
