using System.CommandLine;
using Claudebox.CommandLine.Commands;
using Claudebox.CommandLine.Parsing;

namespace Claudebox.CommandLine;

/// <summary>The table of commands. Each is made by a class of its own in <c>Commands/</c>.</summary>
internal static class Grammar
{
    private static readonly Func<CommandContext, Command>[] Commands =
    [
    ];

    private static readonly ParserConfiguration Rules = new()
    {
        // "@file" and "-pm" are words of prompts.
        ResponseFileTokenReplacer = null,
        EnablePosixBundling = false,
    };

    /// <summary>Reads a command line.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="context">What the commands work with; it takes the result over.</param>
    /// <returns>What is to be invoked.</returns>
    /// <exception cref="Claudebox.Runs.ClaudeboxException">The command line is wrong.</exception>
    public static ParseResult Parse(IReadOnlyList<string> arguments, CommandContext context)
    {
        var prompt = new PromptCommand(context);
        var root = Of(context, prompt);
        var scan = ArgumentScan.Of(arguments, root, prompt.Force);
        var result = root.Parse(scan.Arguments, Rules);
        context.Use(result, scan);
        ParseFailures.ThrowIfAny(result);
        return result;
    }

    /// <summary>Makes the root command.</summary>
    /// <param name="context">What the commands work with.</param>
    /// <param name="prompt">What the root itself does.</param>
    internal static Command Of(CommandContext context, PromptCommand prompt)
    {
        // Not a RootCommand, to which a prompt such as "[x]" is a directive.
        var root = prompt.Create();
        context.Common.AddTo(root);
        foreach (var create in Commands)
        {
            root.Add(create(context));
        }

        return root;
    }
}
