using System.CommandLine;

namespace Claudebox.CommandLine.Parsing;

/// <summary>A command whose arguments belong to another program: they are taken as they are, whatever they look like.</summary>
internal sealed class PassThroughCommand : DocumentedCommand
{
    public PassThroughCommand(string name, string description)
        : base(name, description) => Add(Rest);

    /// <summary>What the other program knows as its first argument, for completion.</summary>
    public IReadOnlyList<string> Words
    {
        init => Rest.CompletionSources.Add([.. value]);
    }

    /// <summary>The arguments behind the command's name.</summary>
    public Argument<string[]> Rest { get; } = new("arguments")
    {
        Arity = ArgumentArity.ZeroOrMore,
        CaptureRemainingTokens = true,
        HelpName = "arguments",
        Description = "Passed on as they are.",
    };
}
