using Claudebox.Runs;

namespace Claudebox.Sessions;

/// <summary>Whose conversations there are: the origins of lineages (design section 2).</summary>
public static class SessionOrigins
{
    private static readonly string[] Families = ["api:", "chat:"];

    /// <summary>The origins that every workspace can have: terminals, prompts of scripts, the HTTP API with MCP, OpenAI's interface.</summary>
    public static IReadOnlyList<string> Standard { get; } = ["interactive", "prog", "api", "openai"];

    /// <summary>All origins, for people.</summary>
    public const string Description = "interactive, prog, api, openai, api:NAME or chat:ID";

    /// <summary>Throws when conversations cannot have an origin, which would find none and look like success.</summary>
    /// <param name="origin">The origin; null means any.</param>
    /// <param name="name">How the caller names it, such as <c>--origin</c>.</param>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>, with the field <c>origin</c>.</exception>
    public static void Check(string? origin, string name)
    {
        if (origin is null || Standard.Contains(origin) || Families.Any(family => origin.StartsWith(family, StringComparison.Ordinal) && origin.Length > family.Length))
        {
            return;
        }

        var problem = $"must be {Description}, not '{Views.TerminalText.Line(origin, 60)}'";
        throw new ClaudeboxException(new RunFailure
        {
            Code = FailureCode.InvalidRequest,
            Message = $"{name} {problem}.",
            Fields = new Dictionary<string, string> { ["origin"] = problem },
        });
    }
}
