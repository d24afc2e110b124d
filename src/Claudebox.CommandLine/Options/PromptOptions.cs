using System.CommandLine;
using Claudebox.CommandLine.Parsing;
using Claudebox.Runs;
using Claudebox.Views;

namespace Claudebox.CommandLine.Options;

/// <summary>The options of a prompt.</summary>
internal sealed class PromptOptions
{
    private static readonly Dictionary<string, OutputFormat> Formats = new(StringComparer.Ordinal)
    {
        ["text"] = OutputFormat.Text,
        ["json"] = OutputFormat.Json,
        ["json-verbose"] = OutputFormat.JsonVerbose,
        ["stream-json"] = OutputFormat.StreamJson,
    };

    /// <summary>The prompt.</summary>
    public Argument<string[]> Words { get; } = new("prompt")
    {
        Description = "What to ask of Claude: one argument, in quotes. With -p, or after --, several are joined with blanks.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Makes any word a prompt.</summary>
    public Option<bool> Print { get; } = Values.Switch("--print", "Takes any word as a prompt, and what is on the standard input when there is none.", "-p");

    /// <summary>A file with the prompt.</summary>
    public Option<string?> PromptFile { get; } = Text("--prompt-file", "file", "Reads the prompt from a file.");

    /// <summary>The model.</summary>
    public Option<string?> Model { get; } = Text("--model", "model", "An alias (opus, sonnet, haiku, opusplan, sonnet[1m]) or a full model name; by default a conversation keeps its own.");

    /// <summary>How hard the model thinks.</summary>
    public Option<string?> Effort { get; } = Choice("--effort", RunRequest.EffortLevels, "How hard the model thinks.");

    /// <summary>What is printed.</summary>
    public Option<string?> Format { get; } = Choice("--output-format", [.. Formats.Keys],
        "text: the answer. json: the result with cost and tokens. json-verbose: with every turn. stream-json: one event per line, as it happens. Default: text.");

    /// <summary>Replaces the system prompt.</summary>
    public Option<string?> SystemPrompt { get; } = Text("--system-prompt", "text", "Replaces Claude Code's system prompt.");

    /// <summary>Adds to the system prompt.</summary>
    public Option<string?> AppendSystemPrompt { get; } = Text("--append-system-prompt", "text", "Is added to the system prompt.");

    /// <summary>A schema for the answer.</summary>
    public Option<string?> JsonSchema { get; } = Text("--json-schema", "schema", "A JSON Schema that the answer must satisfy; @file reads it from a file.");

    /// <summary>Starts anew.</summary>
    public Option<bool> NoContinue { get; } = Values.Switch("--no-continue", "Starts a new conversation instead of continuing the last one.");

    /// <summary>The session to resume.</summary>
    public Option<string?> Resume { get; } = Text("--resume", "session", "Resumes a certain conversation ('claudebox sessions' lists them).");

    /// <summary>The most money.</summary>
    public Option<decimal?> MaxBudget { get; } = Number("--max-budget-usd", "dollars", "Ends the run when it has cost so much.", Values.Decimal);

    /// <summary>The most turns.</summary>
    public Option<int?> MaxTurns { get; } = Number("--max-turns", "count", "Ends the run after so many turns.", Values.Integer);

    /// <summary>The most time.</summary>
    public Option<int?> Timeout { get; } = Number("--timeout", "seconds", "Ends the run after so long.", Values.Integer);

    /// <summary>Waits for the workspace.</summary>
    public Option<bool> Wait { get; } = Values.Switch("--wait", "Waits for a busy workspace instead of failing.");

    /// <summary>Allows commands of Claude Code.</summary>
    public Option<bool> SlashCommand { get; } = Values.Switch("--slash-command", "Takes a prompt that begins with / as a command of Claude Code.");

    /// <summary>Shows pieces.</summary>
    public Option<bool> PartialMessages { get; } = Values.Switch("--include-partial-messages", "Adds messages piece by piece to stream-json.");

    /// <summary>Updates first.</summary>
    public Option<bool> Update { get; } = Values.Switch("--update", "Updates Claudebox first, as 'claudebox update' does; without a prompt that is all.");

    /// <summary>Shows what Claude does.</summary>
    public Option<bool> VerboseEvents { get; } = Values.Switch("--verbose-events", "Shows on the standard error what Claude does.");

    /// <summary>Those that mean nothing without a prompt.</summary>
    public IReadOnlyList<Option> ForPrompts =>
        [Format, JsonSchema, MaxBudget, MaxTurns, Timeout, Wait, SlashCommand, PartialMessages, VerboseEvents];

    /// <summary>Adds them to the root.</summary>
    public void AddTo(Command root)
    {
        root.Add(Words);
        foreach (var option in (Option[])
        [
            Print, PromptFile, Model, Effort, Format, SystemPrompt, AppendSystemPrompt, JsonSchema, NoContinue, Resume, MaxBudget, MaxTurns,
            Timeout, Wait, SlashCommand, PartialMessages, VerboseEvents, Update,
        ])
        {
            root.Add(option);
        }

        foreach (var name in (string[])["opus", "sonnet", "haiku", "opusplan", "sonnet[1m]"])
        {
            Model.CompletionSources.Add(name);
        }
    }

    /// <summary>The format that was asked for.</summary>
    public OutputFormat FormatOf(ParseResult result) => result.GetValue(Format) is { } name ? Formats[name] : OutputFormat.Text;

    /// <summary>The request of a prompt.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="prompt">The prompt.</param>
    /// <param name="schema">The JSON Schema.</param>
    public RunRequest Request(ParseResult result, string prompt, string? schema) => new()
    {
        Prompt = prompt,
        Model = result.GetValue(Model),
        Effort = result.GetValue(Effort),
        SystemPrompt = result.GetValue(SystemPrompt),
        AppendSystemPrompt = result.GetValue(AppendSystemPrompt),
        JsonSchema = schema,
        NoContinue = result.GetValue(NoContinue),
        Resume = result.GetValue(Resume),
        MaxBudgetUsd = result.GetValue(MaxBudget),
        MaxTurns = result.GetValue(MaxTurns),
        TimeoutSeconds = result.GetValue(Timeout),
        SlashCommands = result.GetValue(SlashCommand),
        Wait = result.GetValue(Wait),
        IncludePartialMessages = result.GetValue(PartialMessages),
        Origin = "prog",
    };

    private static Option<string?> Text(string name, string valueName, string description) => new(name) { Description = description, HelpName = valueName };

    private static Option<string?> Choice(string name, IReadOnlyList<string> values, string description) => Values.OneOf(Text(name, string.Join('|', values), description), values);

    private static Option<T?> Number<T>(string name, string valueName, string description, Func<System.CommandLine.Parsing.ArgumentResult, T?> parser) =>
        new(name) { Description = description, HelpName = valueName, CustomParser = parser };
}
