using System.CommandLine;
using Claudebox.CommandLine.Options;
using Claudebox.CommandLine.Parsing;
using Claudebox.CommandLine.Prompts;
using Claudebox.Runs;

namespace Claudebox.CommandLine.Commands;

/// <summary><c>claudebox "prompt"</c>: runs a prompt; without one, a terminal gets Claude Code itself.</summary>
internal sealed class PromptCommand(CommandContext context)
{
    private readonly PromptOptions _options = new();

    /// <summary>The option that makes any word a prompt.</summary>
    public Option Force => _options.Print;

    /// <summary>Makes the root command.</summary>
    public Command Create()
    {
        var root = new DocumentedCommand("claudebox", "Claude Code, boxed in Docker: a container per directory.")
        {
            Examples =
            [
                ("claudebox", "Claude Code in this terminal, for this directory"),
                ("claudebox \"explain this codebase\"", "one prompt; prints the answer"),
                ("claudebox \"list all TODOs\" --output-format json | jq .totalCostUsd", "the answer with its cost, for programs"),
                ("git diff | claudebox -p \"review this\" --model opus", "with data on the standard input"),
                ("claudebox \"keep going\"", "continues the conversation that scripts have in this directory"),
            ],
            Notes =
            [
                "A prompt is one argument in quotes; further ones are joined to it with blanks. A single word is taken for a command unless -p " +
                "stands before or after it. What follows -- is a prompt, whatever it begins with.",
                "Data on the standard input goes behind the prompt. When nothing comes within 3 seconds, the prompt runs without it; the " +
                "argument - waits as long as it takes.",
                "Exit codes: 0 done; 1 Claude failed; 2 wrong command line; 3 no engine or image; 4 workspace busy; 130 cancelled.",
            ],
        };
        _options.AddTo(root);
        context.Container.AddTo(root);
        root.SetAction(RunAsync);
        return root;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var scan = context.Scan;
        if (!scan.IsForced && scan.Words is [var word, ..] && word != "-" && !word.Any(char.IsWhiteSpace))
        {
            throw ParseFailures.UnknownCommand(word, result.CommandResult.Command);
        }

        var source = new PromptSource(context);
        var prompt = await source.ReadAsync(scan.Words, result.GetValue(_options.PromptFile), cancellationToken).ConfigureAwait(false)
            ?? throw ParseFailures.Invalid("There is no prompt: give one in quotes, with --prompt-file or on the standard input.");
        if (prompt.Contains('\0', StringComparison.Ordinal))
        {
            throw ParseFailures.Invalid("The prompt holds a NUL character.");
        }

        var request = _options.Request(result, prompt, await SchemaAsync(source, result, cancellationToken).ConfigureAwait(false));
        return await new PromptRun(context).RunAsync(request, _options.FormatOf(result), result.GetValue(_options.VerboseEvents), cancellationToken).ConfigureAwait(false);
    }

    private async Task<string?> SchemaAsync(PromptSource source, ParseResult result, CancellationToken cancellationToken) =>
        result.GetValue(_options.JsonSchema) is ['@', .. var file] ? await source.ReadFileAsync(file, cancellationToken).ConfigureAwait(false) : result.GetValue(_options.JsonSchema);
}
