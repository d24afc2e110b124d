using System.CommandLine;
using Claudebox.CommandLine.Completion;
using Claudebox.CommandLine.Parsing;

namespace Claudebox.CommandLine.Commands;

/// <summary><c>claudebox completion SHELL</c>: prints what a shell needs to complete the command.</summary>
internal static class CompletionCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var shell = new Argument<string>("shell") { Description = $"One of {string.Join(", ", CompletionScripts.Shells)}.", HelpName = string.Join('|', CompletionScripts.Shells) };
        shell.CompletionSources.Add([.. CompletionScripts.Shells]);
        var command = new DocumentedCommand("completion", "Prints a script that makes a shell complete this command.")
        {
            Examples =
            [
                ("eval \"$(claudebox completion bash)\"", "in ~/.bashrc"),
                ("eval \"$(claudebox completion zsh)\"", "in ~/.zshrc, after compinit"),
                ("claudebox completion fish | source", "in ~/.config/fish/config.fish"),
                ("claudebox completion pwsh | Out-String | Invoke-Expression", "in $PROFILE, where the module is not used"),
            ],
        };
        command.Add(shell);
        command.SetAction(async (result, cancellationToken) =>
        {
            var script = CompletionScripts.Of(result.GetRequiredValue(shell))
                ?? throw ParseFailures.Invalid($"The shell must be one of {string.Join(", ", CompletionScripts.Shells)}, not '{result.GetValue(shell)}'.");
            await context.WriteAsync(script, cancellationToken).ConfigureAwait(false);
            return ExitCodes.Success;
        });
        return command;
    }
}
