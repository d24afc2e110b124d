using System.Text;
using System.Text.Json;
using Claudebox.Runs;
using Claudebox.Server.Mcp;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Claudebox.Server.Tests.Mcp;

/// <summary>A tool of the conformance suite, on the base of the server's own.</summary>
internal sealed class ConformanceTool(string name, Func<ToolCall, CancellationToken, ValueTask<CallToolResult>> call, string? schema = null)
    : WorkspaceTool(
        new Tool { Name = name, Description = "Asked for by the conformance suite", InputSchema = Schema(schema ?? """{"type":"object","properties":{}}""") },
        NullLogger.Instance)
{
    /// <inheritdoc/>
    protected override ValueTask<CallToolResult> CallAsync(ToolCall toolCall, CancellationToken cancellationToken) => call(toolCall, cancellationToken);
}

/// <summary>The tools that the conformance suite calls.</summary>
internal static class ConformanceTools
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ConformanceTool> All { get; } =
    [
        new("test_simple_text", (_, _) => Answer(Text("This is a simple text response for testing."))),
        new("test_image_content", (_, _) => Answer(Image)),
        new("test_audio_content", (_, _) => Answer(AudioContentBlock.FromBytes(Sound(), "audio/wav"))),
        new("test_embedded_resource", (_, _) => Answer(Resource("test://embedded-resource", "text/plain", "This is an embedded resource content."))),
        new("test_multiple_content_types", (_, _) => Answer(
            Text("Multiple content types test:"), Image, Resource("test://mixed-content-resource", "application/json", """{"test":"data","value":123}"""))),
        new("test_tool_with_logging", LogAsync),
        new("test_tool_with_progress", ProgressAsync),
        new("test_error_handling", (_, _) => throw new ClaudeboxException(FailureCode.ClaudeFailed, "This tool intentionally returns an error for testing")),
        new("json_schema_2020_12_tool", (_, _) => Answer(Text("ok")), """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "type": "object",
              "$defs": { "address": { "type": "object", "properties": { "street": { "type": "string" }, "city": { "type": "string" } } } },
              "properties": { "name": { "type": "string" }, "address": { "$ref": "#/$defs/address" } },
              "additionalProperties": false
            }
            """),
    ];

    /// <summary>A picture of one pixel.</summary>
    public static ImageContentBlock Image => ImageContentBlock.FromBytes(Pixel, "image/png");

    /// <summary>Its bytes.</summary>
    public static ReadOnlyMemory<byte> Pixel { get; } = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==");

    private static TextContentBlock Text(string text) => new() { Text = text };

    private static EmbeddedResourceBlock Resource(string uri, string type, string text) =>
        new() { Resource = new TextResourceContents { Uri = uri, MimeType = type, Text = text } };

    private static ValueTask<CallToolResult> Answer(params IList<ContentBlock> content) => ValueTask.FromResult(new CallToolResult { Content = content });

    // Without a single sample.
    private static byte[] Sound() =>
        [.. "RIFF"u8, 36, 0, 0, 0, .. "WAVEfmt "u8, 16, 0, 0, 0, 1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x40, 0x1f, 0, 0, 1, 0, 8, 0, .. "data"u8, 0, 0, 0, 0];

    private static async ValueTask<CallToolResult> LogAsync(ToolCall call, CancellationToken cancellationToken)
    {
        foreach (var message in new[] { "Tool execution started", "Tool processing data", "Tool execution completed" })
        {
            using var data = JsonDocument.Parse(Encoding.UTF8.GetBytes($"\"{message}\""));

            // The last revision with sessions still has it.
#pragma warning disable MCP9005
            await call.Request.Server.SendNotificationAsync(
                NotificationMethods.LoggingMessageNotification,
                new LoggingMessageNotificationParams { Level = LoggingLevel.Info, Data = data.RootElement.Clone() },
                cancellationToken: cancellationToken);
#pragma warning restore MCP9005
            await Task.Delay(50, cancellationToken);
        }

        return new CallToolResult { Content = [Text("Logged.")] };
    }

    private static async ValueTask<CallToolResult> ProgressAsync(ToolCall call, CancellationToken cancellationToken)
    {
        foreach (var progress in new[] { 0, 50, 100 })
        {
            if (call.Request.Params?.ProgressToken is { } token)
            {
                await call.Request.Server.NotifyProgressAsync(
                    token, new ProgressNotificationValue { Progress = progress, Total = 100 }, cancellationToken: cancellationToken);
            }

            await Task.Delay(50, cancellationToken);
        }

        return new CallToolResult { Content = [Text("Done.")] };
    }
}
