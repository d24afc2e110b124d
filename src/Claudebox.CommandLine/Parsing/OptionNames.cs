using Claudebox.Runs;

namespace Claudebox.CommandLine.Parsing;

/// <summary>Says what is wrong with a request in the words of the command line, whose options are not the request's fields.</summary>
internal static class OptionNames
{
    private const string VariablePrefix = "environment.";

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["prompt"] = "The prompt",
        ["workspace"] = "--workspace",
        ["model"] = "--model",
        ["effort"] = "--effort",
        ["systemPrompt"] = "--system-prompt",
        ["appendSystemPrompt"] = "--append-system-prompt",
        ["jsonSchema"] = "--json-schema",
        ["noContinue"] = "--no-continue",
        ["resume"] = "--resume",
        ["maxBudgetUsd"] = "--max-budget-usd",
        ["maxTurns"] = "--max-turns",
        ["timeoutSeconds"] = "--timeout",
        ["environment"] = "--env",
    };

    /// <summary>Names options instead of fields. What is wrong with a setting has the setting's own name.</summary>
    /// <param name="failure">A failure, of a request or of anything else.</param>
    /// <returns>The same failure in the command's words.</returns>
    public static RunFailure Translate(RunFailure failure) => failure.Fields is { Count: > 0 } fields && fields.Keys.All(field => NameOf(field) is not null)
        ? failure with { Message = string.Join("; ", fields.Select(field => $"{NameOf(field.Key)} {field.Value.Replace("noContinue", Names["noContinue"], StringComparison.Ordinal)}")) + "." }
        : failure;

    private static string? NameOf(string field) => field.StartsWith(VariablePrefix, StringComparison.Ordinal)
        ? $"{Names["environment"]} {field[VariablePrefix.Length..]}"
        : Names.GetValueOrDefault(field);
}
