using System.CommandLine;
using System.CommandLine.Parsing;
using Claudebox.Runs;
using Claudebox.Views;

namespace Claudebox.CommandLine.Parsing;

/// <summary>What is wrong with a command line, in sentences that say what to do.</summary>
internal static class ParseFailures
{
    private const int LongestQuote = 60;

    public static ClaudeboxException Invalid(string message) => new(FailureCode.InvalidRequest, message);

    public static ClaudeboxException MissingValue(string option) => Invalid($"The option {option} needs a value.");

    public static ClaudeboxException UnknownOption(string argument, Command command)
    {
        var name = argument.Split('=')[0];
        var names = command.Options.Where(option => !option.Hidden).SelectMany(option => option.Aliases.Prepend(option.Name));
        return Invalid($"unknown option '{Quote(name)}'.{Hint(name, names)} A prompt that begins with '-' goes after '--'.");
    }

    public static ClaudeboxException UnknownCommand(string word, Command root) => Invalid(Unknown(word, root));

    /// <summary>One word, which may be a mistyped command, where a prompt may have been meant.</summary>
    /// <param name="word">The word.</param>
    /// <param name="options">The options that were typed with it.</param>
    /// <param name="root">The commands that there are.</param>
    public static ClaudeboxException UnknownCommand(string word, IReadOnlyList<string> options, Command root)
    {
        var slash = word.StartsWith('/') ? $"\nTo run it as a command of Claude Code: {CommandText.Of([word, "--slash-command", .. options])}" : "";
        return Invalid($"{Unknown(word, root)}\nTo send it as a prompt: {CommandText.Of(["-p", word, .. options])}{slash}");
    }

    /// <summary>Several words, where a prompt is one argument.</summary>
    /// <param name="words">The words.</param>
    /// <param name="options">What was typed with them.</param>
    /// <param name="root">The commands that there are.</param>
    public static ClaudeboxException UnquotedPrompt(IReadOnlyList<string> words, IReadOnlyList<string> options, Command root) =>
        Invalid($"a prompt is one argument, in quotes.{Hint(words[0], CommandNames(root))}\nTo send these words: {CommandText.Of([string.Join(' ', words), .. options])}");

    /// <summary>Fails when the parser found something wrong.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>.</exception>
    public static void ThrowIfAny(ParseResult result)
    {
        var values = result.CommandResult.Children.OfType<ArgumentResult>()
            .Where(argument => argument.Argument.Arity.MaximumNumberOfValues == 1)
            .SelectMany(argument => argument.Tokens);
        if (values.FirstOrDefault(token => ArgumentScan.LooksLikeOption(token.Value)) is { } mistaken)
        {
            throw UnknownOptionOf(result.CommandResult.Command, mistaken.Value);
        }

        if (result.Errors.Count == 0 || result.Action is { Terminating: true, ClearsParseErrors: true })
        {
            return;
        }

        var command = result.CommandResult.Command;
        if (result.UnmatchedTokens is [var first, ..] unmatched)
        {
            throw ArgumentScan.LooksLikeOption(first)
                ? UnknownOptionOf(command, first)
                : Invalid($"unexpected argument '{Quote(first)}' of '{command.Name}'. A prompt goes in quotes: {CommandText.Of([$"{command.Name} {Quote(string.Join(' ', unmatched))}"])}");
        }

        throw Invalid(result.Errors[0].Message);
    }

    private static ClaudeboxException UnknownOptionOf(Command command, string word) =>
        Invalid($"unknown option '{Quote(word)}' of '{command.Name}'.{Hint(word, Names(command))}");

    private static string Unknown(string word, Command root) => $"unknown command '{Quote(word)}'.{Hint(word, CommandNames(root))}";

    private static IEnumerable<string> CommandNames(Command root) =>
        root.Subcommands.Where(command => !command.Hidden).SelectMany(command => command.Aliases.Prepend(command.Name));

    private static IEnumerable<string> Names(Command command) =>
        command.Options.SelectMany(option => option.Aliases.Prepend(option.Name)).Concat(command.Subcommands.Select(sub => sub.Name));

    private static string Hint(string typed, IEnumerable<string> names) => Nearest.To(typed, names) is { } name ? $" Did you mean '{name}'?" : "";

    // What people paste may be long, and what a script passes may hold control characters.
    private static string Quote(string text) => TerminalText.Line(text, LongestQuote);
}
