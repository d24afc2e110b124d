using Claudebox.Runs;

namespace Claudebox.PowerShell.Failures;

/// <summary>Says what is wrong with a request in the words of the cmdlets, whose parameters are not the request's fields.</summary>
internal static class ParameterNames
{
    private const string VariablePrefix = "environment.";

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["prompt"] = "-Prompt",
        ["workspace"] = "-Workspace",
        ["createWorkspace"] = "-CreateWorkspace",
        ["model"] = "-Model",
        ["effort"] = "-Effort",
        ["systemPrompt"] = "-SystemPrompt",
        ["appendSystemPrompt"] = "-AppendSystemPrompt",
        ["jsonSchema"] = "-JsonSchema",
        ["noContinue"] = "-NoContinue",
        ["resume"] = "-SessionId",
        ["maxBudgetUsd"] = "-MaxBudgetUsd",
        ["maxTurns"] = "-MaxTurns",
        ["timeoutSeconds"] = "-TimeoutSeconds",
        ["includePartialMessages"] = "-IncludeDelta",
        ["slashCommands"] = "-SlashCommand",
        ["outputFormat"] = "-OutputFormat",
        ["origin"] = "-Origin",
        ["environment"] = "-Environment",
        ["allowedHosts"] = "-AllowedHost",
        ["corsOrigins"] = "-CorsOrigin",
    };

    /// <summary>Names parameters instead of fields. What is wrong with a setting has the setting's own name.</summary>
    /// <param name="exception">A failure, of a request or of anything else.</param>
    /// <returns>The same failure in the cmdlets' words.</returns>
    public static ClaudeboxException Translate(ClaudeboxException exception)
    {
        if (exception.Failure.Fields is not { Count: > 0 } fields || fields.Keys.Any(field => NameOf(field) is null))
        {
            return exception;
        }

        var message = string.Join("; ", fields.Select(field => $"{NameOf(field.Key)} {field.Value}")) + ".";
        return new ClaudeboxException(exception.Failure with { Message = message }, exception);
    }

    private static string? NameOf(string field) => field.StartsWith(VariablePrefix, StringComparison.Ordinal)
        ? $"the variable '{field[VariablePrefix.Length..]}' of -Environment"
        : Names.GetValueOrDefault(field);
}
