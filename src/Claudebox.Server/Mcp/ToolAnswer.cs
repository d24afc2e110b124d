using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Claudebox.Runs;
using ModelContextProtocol.Protocol;

namespace Claudebox.Server.Mcp;

/// <summary>Answers of tools: what a model reads, and the same as data.</summary>
internal static class ToolAnswer
{
    /// <summary>An answer that is data; the text is its JSON.</summary>
    public static CallToolResult Of<T>(T value, JsonTypeInfo<T> type)
    {
        var data = JsonSerializer.SerializeToElement(value, type);
        return new CallToolResult { Content = [new TextContentBlock { Text = data.GetRawText() }], StructuredContent = data };
    }

    /// <summary>An answer with content of its own beside the data.</summary>
    public static CallToolResult Of<T>(ContentBlock content, T value, JsonTypeInfo<T> type, bool isError = false) => new()
    {
        Content = [content],
        StructuredContent = JsonSerializer.SerializeToElement(value, type),
        IsError = isError,
    };

    /// <summary>An answer that says why it could not be done.</summary>
    public static CallToolResult Failed(RunFailure failure) => new()
    {
        Content = [new TextContentBlock { Text = Sentence(failure) }],
        IsError = true,
    };

    /// <summary>A failure for a model: its code, what happened, what can be done.</summary>
    public static string Sentence(RunFailure failure) => failure.Code switch
    {
        // Advice of the other interfaces names their own switches.
        FailureCode.WorkspaceBusy => Sentence(failure.Message, "Try again when the other run is over, or end it with cancel_run."),
        FailureCode.NotFound => Sentence(failure.Message, advice: null),
        _ => Sentence(failure.Message, FailureTable.Of(failure.Code).Advice),
    };

    private static string Sentence(string message, string? advice) => "error: " + (advice is null ? message : $"{Ended(message.TrimEnd())} {advice}");

    // What Claude Code or the system says may end without a stop.
    private static string Ended(string message) => message is [.., '.' or '!' or '?' or '…'] ? message : message + ".";
}
