using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Claudebox.Server.Tests.Mcp;

/// <summary>The prompts that the conformance suite gets.</summary>
internal static class ConformancePrompts
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<McpServerPrompt> All { get; } =
    [
        Prompt("test_simple_prompt", () => Messages("This is a simple prompt for testing.")),
        Prompt("test_prompt_with_arguments", (string arg1, string arg2) => Messages($"Prompt with arguments: arg1='{arg1}', arg2='{arg2}'")),
        Prompt("test_prompt_with_embedded_resource", (string resourceUri) => Messages(
            "Please process the embedded resource above.",
            new EmbeddedResourceBlock
            {
                Resource = new TextResourceContents { Uri = resourceUri, MimeType = "text/plain", Text = "Embedded resource content for testing." },
            })),
        Prompt("test_prompt_with_image", () => Messages("Please analyze the image above.", ConformanceTools.Image)),
    ];

    private static McpServerPrompt Prompt(string name, Delegate get) => McpServerPrompt.Create(get, new McpServerPromptCreateOptions
    {
        Name = name,
        Description = "Asked for by the conformance suite",
    });

    private static GetPromptResult Messages(string text, params ContentBlock[] before) => new()
    {
        Messages = [.. before.Append(new TextContentBlock { Text = text }).Select(content => new PromptMessage { Role = Role.User, Content = content })],
    };
}
