namespace Claudebox.Testing;

/// <summary>The result of a tool call as the client sent it.</summary>
/// <param name="ToolUseId">The call's id.</param>
/// <param name="Text">The text of the result; several texts are joined by line breaks.</param>
/// <param name="IsError">Whether the client says that the tool failed.</param>
public sealed record ToolResult(string ToolUseId, string Text, bool IsError);
