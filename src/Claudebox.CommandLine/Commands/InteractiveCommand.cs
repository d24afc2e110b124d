using System.CommandLine;
using Claudebox.CommandLine.Options;
using Claudebox.CommandLine.Parsing;
using Claudebox.CommandLine.Terminals;
using Claudebox.Docker;
using Claudebox.Workspaces;

namespace Claudebox.CommandLine.Commands;

/// <summary><c>claudebox</c> alone on a terminal: Claude Code itself, in the workspace's interactive container.</summary>
internal sealed class InteractiveCommand(CommandContext context, PromptOptions options)
{
    /// <summary>Attaches the terminal until Claude Code ends.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="terminal">The terminal.</param>
    /// <param name="cancellationToken">Ends Claude Code.</param>
    /// <returns>Claude Code's exit code.</returns>
    /// <exception cref="Claudebox.Runs.ClaudeboxException">The command line is wrong, or Claude Code could not be started or reached.</exception>
    public Task<int> RunAsync(ParseResult result, ITerminal terminal, CancellationToken cancellationToken)
    {
        if (options.ForPrompts.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } misplaced)
        {
            throw ParseFailures.Invalid($"{misplaced.Name} is for prompts: give one in quotes, or leave it out to get Claude Code in this terminal.");
        }

        return new AttachedCommand(context).RunAsync(WorkspaceRole.Interactive, ["interactive", .. Arguments(result)], terminal, cancellationToken);
    }

    private IEnumerable<string> Arguments(ParseResult result)
    {
        if (result.GetValue(options.NoContinue))
        {
            yield return options.NoContinue.Name;
        }

        foreach (var option in (Option<string?>[])[options.Resume, options.Model, options.Effort, options.SystemPrompt, options.AppendSystemPrompt])
        {
            if (result.GetValue(option) is { } value)
            {
                yield return option.Name;
                yield return value;
            }
        }
    }
}
