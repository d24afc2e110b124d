using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Claudebox.CommandLine.Parsing;

namespace Claudebox.CommandLine.Help;

/// <summary>Shows a command's usage, then its examples and notes.</summary>
internal sealed class HelpText(HelpAction usage) : SynchronousCommandLineAction
{
    private const int Width = 100;
    private const int ExampleColumn = 66;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>The option of every command.</summary>
    public static HelpOption CreateOption()
    {
        var option = new HelpOption("--help", "-h") { Description = "Shows this help.", Recursive = true };
        var usage = (HelpAction)option.Action!;
        usage.MaxWidth = Width;
        option.Action = new HelpText(usage);
        return option;
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        // A command's help would show the prompt of the root as an argument of its own.
        foreach (var argument in parseResult.RootCommandResult.Command.Arguments)
        {
            argument.Hidden = parseResult.CommandResult != parseResult.RootCommandResult;
        }

        usage.Invoke(parseResult);
        if (parseResult.CommandResult.Command is DocumentedCommand command)
        {
            WriteExamples(command.Examples, parseResult.InvocationConfiguration.Output);
            WriteNotes(command.Notes, parseResult.InvocationConfiguration.Output);
        }

        return ExitCodes.Success;
    }

    private static void WriteExamples(IReadOnlyList<(string CommandLine, string Meaning)> examples, TextWriter output)
    {
        if (examples.Count == 0)
        {
            return;
        }

        var column = Math.Min(ExampleColumn, examples.Max(example => example.CommandLine.Length));
        output.WriteLine("Examples:");
        foreach (var (commandLine, meaning) in examples)
        {
            output.WriteLine($"  {commandLine.PadRight(column)}  {meaning}".TrimEnd());
        }

        output.WriteLine();
    }

    private static void WriteNotes(IReadOnlyList<string> notes, TextWriter output)
    {
        if (notes.Count == 0)
        {
            return;
        }

        output.WriteLine("Notes:");
        foreach (var line in notes.SelectMany(note => Wrap(note, Width - 2)))
        {
            output.WriteLine("  " + line);
        }

        output.WriteLine();
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + word.Length + 1 > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return line;
    }
}
