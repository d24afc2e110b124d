using System.CommandLine;
using Claudebox.CommandLine.Commands;
using Claudebox.CommandLine.Parsing;

namespace Claudebox.CommandLine;

/// <summary>The table of commands. Each is made by a class of its own in <c>Commands/</c>.</summary>
internal static class Grammar
{
    /// <summary>How command lines are read.</summary>
    public static readonly ParserConfiguration Rules = new()
    {
        // "@file" and "-pm" are words of prompts.
        ResponseFileTokenReplacer = null,
        EnablePosixBundling = false,
    };

    private static readonly Func<CommandContext, Command>[] Commands =
    [
        PsCommand.Create,
        RunsCommand.Create,
        SessionsCommand.Create,
        LogsCommand.Create,
        StopCommand.Create,
        ClearSessionCommand.Create,
        ClaudeCommands.CreateAuth,
        SetupTokenCommand.Create,
        ClaudeCommands.CreateMcp,
        DoctorCommand.Create,
        InstallCommand.Create,
        UpdateCommand.Create,
        UninstallCommand.Create,
        LicensesCommand.Create,
        CompletionCommand.Create,
        CompleteCommand.Create,
        HelpCommand.Create,
    ];

    /// <summary>Reads a command line.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="context">What the commands work with; it takes the result over.</param>
    /// <returns>What is to be invoked.</returns>
    /// <exception cref="Claudebox.Runs.ClaudeboxException">The command line is wrong.</exception>
    public static ParseResult Parse(IReadOnlyList<string> arguments, CommandContext context)
    {
        var root = Of(context);
        var scan = ArgumentScan.Of(arguments, root, context.Prompt.Print);
        var result = root.Parse(scan.Arguments, Rules);
        context.Use(result, scan);
        ParseFailures.ThrowIfAny(result);
        return result;
    }

    /// <summary>Makes the root command.</summary>
    /// <param name="context">What the commands work with.</param>
    public static Command Of(CommandContext context)
    {
        // Not a RootCommand, to which a prompt such as "[x]" is a directive.
        var root = PromptCommand.Create(context);
        context.Common.AddTo(root);
        root.Add(VersionCommand.CreateOption(context));
        foreach (var create in Commands)
        {
            root.Add(create(context));
        }

        return root;
    }
}
