using Claudebox.Runs;

namespace Claudebox.PowerShell.Failures;

/// <summary>Says what is wrong with a request in the words of the cmdlets, whose parameters are not the request's fields.</summary>
internal static class ParameterNames
{
    private const string VariablePrefix = "environment.";

    /// <summary>Names parameters instead of fields.</summary>
    /// <param name="exception">A failure, of a request or of anything else.</param>
    /// <returns>The same failure in the cmdlets' words.</returns>
    public static ClaudeboxException Translate(ClaudeboxException exception)
    {
        if (exception.Failure.Fields is not { Count: > 0 } fields)
        {
            return exception;
        }

        var message = string.Join("; ", fields.Select(field => $"{NameOf(field.Key)} {field.Value}")) + ".";
        return new ClaudeboxException(exception.Failure with { Message = message }, exception);
    }

    private static string NameOf(string field) => field switch
    {
        "resume" => "-SessionId",
        "includePartialMessages" => "-IncludeDelta",
        "slashCommands" => "-SlashCommand",
        "outputFormat" => "-OutputFormat",
        _ when field.StartsWith(VariablePrefix, StringComparison.Ordinal) => $"the variable '{field[VariablePrefix.Length..]}' of -Environment",
        _ => "-" + char.ToUpperInvariant(field[0]) + field[1..],
    };
}
