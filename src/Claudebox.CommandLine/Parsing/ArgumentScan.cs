using System.CommandLine;
using Claudebox.Runs;

namespace Claudebox.CommandLine.Parsing;

/// <summary>
/// Tells words from options before the parser sees them. A prompt is a text of people: it may begin with <c>-</c>, <c>@</c>
/// or <c>[</c> or be the name of a command, and nothing of that may count when it is one.
/// </summary>
internal sealed class ArgumentScan
{
    private const string EndOfOptions = "--";
    private const string InputMark = "-";
    private readonly List<(Option Option, string[] Arguments)> _options = [];
    private readonly List<string> _words = [];

    // Behind it, words are what they are.
    private int _wordsBeforeEnd;

    private ArgumentScan()
    {
    }

    /// <summary>The options, each as it was written; before a command only those that stand before it.</summary>
    public IReadOnlyList<(Option Option, string[] Arguments)> Given => _options;

    /// <summary>The words: what is neither an option nor the value of one.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>The words that are text: without <c>-</c>, which names the standard input unless it stands behind <c>--</c>.</summary>
    public IReadOnlyList<string> Text => [.. _words.Where((word, index) => word != InputMark || index >= _wordsBeforeEnd)];

    /// <summary>Whether a word names the standard input.</summary>
    public bool NamesInput => _words.Take(_wordsBeforeEnd).Contains(InputMark);

    /// <summary>Whether <c>-p</c> or <c>--</c> says that the words are a prompt.</summary>
    public bool IsForced { get; private set; }

    /// <summary>The command that the first word names; null for a prompt.</summary>
    public Command? Command { get; private set; }

    /// <summary>The arguments for the parser: options first, then the words, out of reach of its own rules.</summary>
    public IReadOnlyList<string> Arguments { get; private set; } = [];

    /// <summary>Looks at the arguments.</summary>
    /// <param name="arguments">All of them.</param>
    /// <param name="root">The options and commands that there are.</param>
    /// <param name="force">The option that makes any word a prompt.</param>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: an option is unknown or lacks its value.</exception>
    public static ArgumentScan Of(IReadOnlyList<string> arguments, Command root, Option force)
    {
        var scan = new ArgumentScan();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            scan._wordsBeforeEnd = scan._words.Count;
            if (argument == EndOfOptions)
            {
                scan._words.AddRange(arguments.Skip(i + 1));
                scan.IsForced |= i + 1 < arguments.Count;
                break;
            }

            if (FindOption(root, argument, out var hasValue) is { } option)
            {
                scan.IsForced |= option == force;
                if (hasValue || option.Arity.MinimumNumberOfValues == 0)
                {
                    scan._options.Add((option, [argument]));
                    continue;
                }

                scan._options.Add((option, ++i < arguments.Count && arguments[i] != EndOfOptions
                    ? [argument, arguments[i]]
                    : throw ParseFailures.MissingValue(argument)));
            }
            else if (LooksLikeOption(argument))
            {
                throw ParseFailures.UnknownOption(argument, root);
            }
            else if (scan is { _words.Count: 0, IsForced: false } && FindCommand(root, argument) is { } command)
            {
                scan.Command = command;
                scan.Arguments = command is PassThroughCommand
                    ? [.. scan.Options(), argument, EndOfOptions, .. arguments.Skip(i + 1)]
                    : arguments;
                return scan;
            }
            else
            {
                scan._words.Add(argument);
                scan._wordsBeforeEnd = scan._words.Count;
            }
        }

        scan.Arguments = scan._words.Count == 0 ? [.. scan.Options()] : [.. scan.Options(), EndOfOptions, .. scan._words];
        return scan;
    }

    /// <summary>A command line that means the same but for an option.</summary>
    /// <param name="option">The option.</param>
    /// <returns>Its arguments.</returns>
    public IReadOnlyList<string> Without(Option option)
    {
        var behind = _words.Skip(_wordsBeforeEnd).ToList();
        return [.. Options(option), .. _words.Take(_wordsBeforeEnd), .. behind.Count == 0 ? behind : [EndOfOptions, .. behind]];
    }

    private IEnumerable<string> Options(Option? except = null) => _options.Where(given => given.Option != except).SelectMany(given => given.Arguments);

    // White space before any "=" makes it a text: "-5 degrees", "- fix this".
    internal static bool LooksLikeOption(string argument) =>
        argument is ['-', var second, ..] && (char.IsAsciiLetter(second) || second == '-') &&
        !argument.AsSpan(0, argument.IndexOf('=', StringComparison.Ordinal) is var end and >= 0 ? end : argument.Length).ContainsAny(" \t\r\n");

    private static Option? FindOption(Command root, string argument, out bool hasValue)
    {
        var end = argument.IndexOf('=', StringComparison.Ordinal);
        hasValue = end > 0;
        var name = hasValue ? argument[..end] : argument;
        return root.Options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));
    }

    private static Command? FindCommand(Command root, string word) =>
        root.Subcommands.FirstOrDefault(command => command.Name == word || command.Aliases.Contains(word));
}
