using System.CommandLine;

namespace Claudebox.CommandLine.Parsing;

/// <summary>A command whose help shows examples.</summary>
internal class DocumentedCommand(string name, string description) : Command(name, description)
{
    /// <summary>Command lines and what each does.</summary>
    public IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; init; } = [];

    /// <summary>Paragraphs behind the options.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
