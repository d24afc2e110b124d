using System.Text.RegularExpressions;
using Claudebox.Runs;

namespace Claudebox.Server.OpenAi;

/// <summary>Which model names the OpenAI interface knows, and what they are to Claude Code.</summary>
internal static partial class ChatModels
{
    // Names for "whatever the user's settings say", as clients send them that must send some name.
    private static readonly string[] Unspecified = ["claude", "claudebox", "default"];

    // What the CLI takes besides full names (claude-cli.md §6).
    private static readonly string[] Aliases =
        ["haiku", "sonnet", "opus", "opusplan", "best", "fable", "sonnet[1m]", "opus[1m]", "opusplan[1m]"];

    /// <summary>The name in answers to requests that name no model.</summary>
    public const string Standard = "claude";

    /// <summary>The models that are listed (behaviour.md 1.9).</summary>
    public static IReadOnlyList<string> Listed { get; } = ["haiku", "sonnet", "opus", "opusplan"];

    /// <summary>Finds a model by the name a client uses, with any prefixes of providers before it.</summary>
    /// <param name="name">Such as <c>haiku</c>, <c>openai/claudebox/sonnet</c> or <c>claude-sonnet-4-5</c>.</param>
    /// <returns>The model's own name.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.NotFound"/>.</exception>
    public static string Find(string name)
    {
        var bare = name[(name.LastIndexOf('/') + 1)..].Trim();
        var alias = Aliases.Concat(Unspecified).FirstOrDefault(a => a.Equals(bare, StringComparison.OrdinalIgnoreCase));
        return alias ?? (FullName().IsMatch(bare) ? bare : throw Unknown(name));
    }

    /// <summary>The value of the CLI's <c>--model</c>; null leaves the choice to the user's settings.</summary>
    /// <param name="name">What <see cref="Find"/> gave.</param>
    public static string? ForClaude(string name) => Unspecified.Contains(name) ? null : name;

    private static ClaudeboxException Unknown(string name) => new(new RunFailure
    {
        Code = FailureCode.NotFound,
        Message = $"The model '{TextRules.Beginning(name, 100)}' does not exist; there are {string.Join(", ", Listed)} and full names such as claude-sonnet-4-5.",
        Fields = new Dictionary<string, string> { ["model"] = "does not exist" },
    });

    // Also as other providers of Claude write it: us.anthropic.claude-sonnet-4-5-20250929-v1:0, claude-sonnet-4-5@20250929.
    [GeneratedRegex(@"^([a-z0-9-]+\.)*claude-[A-Za-z0-9._:@-]{1,100}(\[1m\])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex FullName();
}
