using System.CommandLine;
using Claudebox.CommandLine.Options;
using Claudebox.CommandLine.Parsing;
using Claudebox.CommandLine.Prompts;

namespace Claudebox.CommandLine.Commands;

/// <summary><c>claudebox "prompt"</c>: runs a prompt; without one, a terminal gets Claude Code itself.</summary>
internal sealed class PromptCommand(CommandContext context)
{
    private PromptOptions Options => context.Prompt;

    /// <summary>Makes the root command.</summary>
    public static Command Create(CommandContext context)
    {
        var root = new DocumentedCommand("claudebox", "Claude Code, boxed in Docker: a container per directory.")
        {
            Examples =
            [
                ("claudebox", "Claude Code in this terminal, for this directory"),
                ("claudebox \"explain this codebase\"", "one prompt; prints the answer"),
                ("claudebox \"list all TODOs\" --output-format json", "the answer with its cost, for programs"),
                ("git diff | claudebox -p \"review this\" --model opus", "with data on the standard input"),
                ("claudebox \"keep going\"", "continues the conversation that scripts have here"),
            ],
            Notes =
            [
                "A prompt is one argument in quotes. A single word is taken for a command, and several for a prompt without its quotes, unless -p " +
                "stands before or after them: then they are joined with blanks. What follows -- is a prompt, whatever it begins with.",
                "A conversation that goes on keeps its model unless --model names another. Where Claude Code says 'claude …', type 'claudebox …'.",
                "Data on the standard input goes behind the prompt. When nothing comes within 3 seconds, the prompt runs without it; the " +
                "argument - waits as long as it takes.",
                "Exit codes: 0 done; 1 Claude failed; 2 wrong command line; 3 no engine or image; 4 workspace busy; 130 cancelled.",
            ],
        };
        context.Prompt.AddTo(root);
        context.Container.AddTo(root);
        root.SetAction(new PromptCommand(context).RunAsync);
        return root;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var scan = context.Scan;
        CheckWords(scan, result);
        var file = result.GetValue(Options.PromptFile);
        if (result.GetValue(Options.Update))
        {
            var update = new UpdateCommand(context);
            if (scan is { IsForced: false, Words: [] } && file is null)
            {
                return await update.RunAsync(result, cancellationToken).ConfigureAwait(false);
            }

            if (await update.RunFirstAsync(scan.Without(Options.Update), cancellationToken).ConfigureAwait(false) is { } code)
            {
                return code;
            }
        }

        if (scan is { IsForced: false, Words: [] } && file is null && context.Console.OpenTerminal() is { } terminal)
        {
            return await new InteractiveCommand(context, Options).RunAsync(result, terminal, cancellationToken).ConfigureAwait(false);
        }

        context.BeginConnecting();
        var source = new PromptSource(context);
        var prompt = await source.ReadAsync(scan, file, cancellationToken).ConfigureAwait(false)
            ?? throw ParseFailures.Invalid(
                "There is no prompt: give one in quotes, with --prompt-file or on the standard input. Claude Code itself opens without one " +
                "where the standard input and output are a terminal.");
        if (prompt.Contains('\0', StringComparison.Ordinal))
        {
            throw ParseFailures.Invalid("The prompt holds a NUL character.");
        }

        var request = Options.Request(result, prompt, await SchemaAsync(source, result, cancellationToken).ConfigureAwait(false));
        return await new PromptRun(context).RunAsync(request, Options.FormatOf(result), result.GetValue(Options.VerboseEvents), cancellationToken).ConfigureAwait(false);
    }

    // A slip must not run as a prompt: a mistyped command, words whose quotes were forgotten, a variable that is empty.
    private void CheckWords(ArgumentScan scan, ParseResult result)
    {
        if (scan.Text.Count > 0 && scan.Text.All(string.IsNullOrWhiteSpace))
        {
            throw ParseFailures.Invalid("The prompt is empty.");
        }

        if (scan.IsForced)
        {
            return;
        }

        if (scan.Text.Count > 1)
        {
            throw ParseFailures.UnquotedPrompt(scan.Text, TypedWith(scan), result.CommandResult.Command);
        }

        if (scan.Words is [var word, ..] && word != "-" && !word.Any(char.IsWhiteSpace) && !result.GetValue(Options.SlashCommand))
        {
            throw ParseFailures.UnknownCommand(word, TypedWith(scan), result.CommandResult.Command);
        }
    }

    private string[] TypedWith(ArgumentScan scan) =>
    [
        .. scan.NamesInput ? ["-"] : Array.Empty<string>(),
        .. scan.Given.SelectMany(given => given.Option == context.Container.Environment
            ? [given.Option.Name, CommandText.WithoutValue(given.Arguments is [_, var value] ? value : given.Arguments[0][(given.Option.Name.Length + 1)..])]
            : given.Arguments),
    ];

    private async Task<string?> SchemaAsync(PromptSource source, ParseResult result, CancellationToken cancellationToken) =>
        result.GetValue(Options.JsonSchema) is ['@', .. var file] ? await source.ReadFileAsync(file, cancellationToken).ConfigureAwait(false) : result.GetValue(Options.JsonSchema);
}
