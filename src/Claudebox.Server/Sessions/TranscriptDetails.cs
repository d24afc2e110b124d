using System.Text.Json;
using Claudebox.Events;
using Claudebox.Streams;

namespace Claudebox.Server.Sessions;

/// <summary>What only the whole of a session's transcript tells.</summary>
/// <param name="CreatedAt">When its first line was written; null when no line says.</param>
/// <param name="MessageCount">Messages of people and of the main agent; results of tools and sub-agents are none.</param>
/// <param name="Model">The model of the last message.</param>
internal sealed record TranscriptDetails(DateTimeOffset? CreatedAt, int MessageCount, string? Model)
{
    /// <summary>Reads a transcript to its end.</summary>
    /// <param name="path">The <c>.jsonl</c> file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<TranscriptDetails> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var lines = new LineReader(file);
        DateTimeOffset? createdAt = null;
        string? model = null;
        string? lastMessage = null;
        var count = 0;
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            var item = ClaudeEvent.Parse(line);
            createdAt ??= Time(item.Json);
            switch (item)
            {
                // The lines of one message share its id; "<synthetic>" is the CLI itself.
                case AssistantEvent { Model: { } name } assistant when name is not "<synthetic>" && !Has(item.Json, "isSidechain"):
                    model = name;
                    count += assistant.MessageId is { } id && id == lastMessage ? 0 : 1;
                    lastMessage = assistant.MessageId;
                    break;
                case UserEvent user when user.Blocks.Any(block => block is TextBlock) && !Has(item.Json, "isSidechain") && !Has(item.Json, "isMeta"):
                    count++;
                    break;
            }
        }

        return new TranscriptDetails(createdAt, count, model);
    }

    private static bool Has(JsonElement line, string name) =>
        line.ValueKind == JsonValueKind.Object && line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static DateTimeOffset? Time(JsonElement line) =>
        line.ValueKind == JsonValueKind.Object && line.TryGetProperty("timestamp", out var value) &&
        value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var time)
            ? time
            : null;
}
