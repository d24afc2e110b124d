using System.CommandLine;
using Claudebox.CommandLine.Commands;
using Claudebox.CommandLine.Options;
using Claudebox.CommandLine.Parsing;

namespace Claudebox.CommandLine;

/// <summary>The table of commands and of the common options that each takes. Each is made by a class of its own in <c>Commands/</c>.</summary>
internal static class Grammar
{
    /// <summary>How command lines are read.</summary>
    public static readonly ParserConfiguration Rules = new()
    {
        // "@file" and "-pm" are words of prompts.
        ResponseFileTokenReplacer = null,
        EnablePosixBundling = false,
    };

    private static readonly (Func<CommandContext, Command> Create, CommonScope Scope)[] Commands =
    [
        (PsCommand.Create, CommonScope.Engine),
        (RunsCommand.Create, CommonScope.Container),
        (SessionsCommand.Create, CommonScope.Container),
        (LogsCommand.Create, CommonScope.Engine | CommonScope.Workspace),
        (StopCommand.Create, CommonScope.Engine | CommonScope.Workspace),
        (ClearSessionCommand.Create, CommonScope.Container),
        (ClaudeCommands.CreateAuth, CommonScope.Container),
        (SetupTokenCommand.Create, CommonScope.Container),
        (ClaudeCommands.CreateMcp, CommonScope.Container),
        (DoctorCommand.Create, CommonScope.Container),
        (InstallCommand.Create, CommonScope.Engine | CommonScope.Image),
        (UpdateCommand.Create, CommonScope.Engine | CommonScope.Image),
        (UninstallCommand.Create, CommonScope.Engine | CommonScope.Image),
        (LicensesCommand.Create, CommonScope.None),
        (CompletionCommand.Create, CommonScope.None),
        (CompleteCommand.Create, CommonScope.None),
        (HelpCommand.Create, CommonScope.None),
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
        if (scan.Command is { } command)
        {
            context.Common.Check(scan.Given.Select(given => given.Option), command);
        }

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
        foreach (var (create, scope) in Commands)
        {
            var command = create(context);
            context.Common.AddTo(command, scope);
            root.Add(command);
        }

        return root;
    }
}
