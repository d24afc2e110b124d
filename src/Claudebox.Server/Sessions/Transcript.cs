using System.Text.Json;
using Claudebox.Runs;
using Claudebox.Streams;

namespace Claudebox.Server.Sessions;

/// <summary>What the first lines of a session's transcript tell.</summary>
/// <param name="SessionId">The session: the file's name.</param>
/// <param name="WorkingDirectory">The directory it was made in; slugs of different directories can be the same.</param>
/// <param name="FirstPrompt">The first prompt's beginning.</param>
/// <param name="IsResumable">Whether it holds a user line; without one the CLI cannot resume it (prototypes.md §2).</param>
/// <param name="EntryPoint">How it was begun: <c>cli</c> at a terminal, <c>sdk-cli</c> by a prompt; null when it does not say.</param>
internal sealed record Transcript(string SessionId, string? WorkingDirectory, string? FirstPrompt, bool IsResumable, string? EntryPoint)
{
    private const int PreviewLength = 200;

    /// <summary>Reads a transcript as far as its first user line.</summary>
    /// <param name="path">The <c>.jsonl</c> file.</param>
    public static async Task<Transcript> ReadAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var lines = new LineReader(file);
        string? directory = null;
        string? entryPoint = null;
        while (await lines.ReadLineAsync() is { } line)
        {
            try
            {
                using var document = JsonDocument.Parse(line);
                directory ??= Text(document.RootElement, "cwd");
                entryPoint ??= Text(document.RootElement, "entrypoint");
                if (Text(document.RootElement, "type") == "user")
                {
                    return new Transcript(Path.GetFileNameWithoutExtension(path), directory, Prompt(document.RootElement), true, entryPoint);
                }
            }
            catch (JsonException)
            {
                // A half-written last line, or a format of another version: the other lines still count.
            }
        }

        return new Transcript(Path.GetFileNameWithoutExtension(path), directory, null, false, entryPoint);
    }

    private static string? Prompt(JsonElement line)
    {
        if (!line.TryGetProperty("message", out var message) || message.ValueKind != JsonValueKind.Object ||
            !message.TryGetProperty("content", out var content))
        {
            return null;
        }

        var text = content.ValueKind == JsonValueKind.Array
            ? content.EnumerateArray().Select(b => Text(b, "text")).FirstOrDefault(t => t is not null)
            : Text(message, "content");
        return text is null ? null : TextRules.Beginning(text, PreviewLength);
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) &&
        value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
