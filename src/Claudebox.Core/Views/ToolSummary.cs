using System.Text.Json;
using Claudebox.Json;

namespace Claudebox.Views;

/// <summary>Finds the part of a tool's input that tells a person what the call is about.</summary>
internal static class ToolSummary
{
    // Inputs of Claude Code's own tools; an unknown tool shows its whole input.
    private static readonly string[] TellingMembers =
        ["command", "file_path", "notebook_path", "pattern", "url", "query", "skill", "description", "path"];

    public static string Of(JsonElement input) =>
        TellingMembers.Select(name => input.Text(name)).FirstOrDefault(text => !string.IsNullOrEmpty(text)) ?? input.GetRawText();
}
