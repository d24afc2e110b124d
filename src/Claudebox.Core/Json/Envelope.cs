using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Claudebox.Json;

/// <summary>
/// Turns a line of Claude Code into our camelCase form (design D6). Only keys of the known envelope are renamed;
/// what users and tools wrote stays verbatim: <c>input</c>, <c>tool_input</c>, <c>tool_use_result</c>,
/// <c>structured_output</c>, the <c>content</c> of content blocks, and maps keyed by names (<c>modelUsage</c>).
/// Everything but the renamed keys is copied byte by byte.
/// </summary>
public static class Envelope
{
    private static readonly HashSet<string> VerbatimMembers = new(StringComparer.Ordinal)
    {
        "input", "tool_input", "updatedInput", "tool_use_result", "structured_output", "modelUsage", "model_usage", "entries",
    };

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 512 };

    /// <summary>Writes a line in camelCase.</summary>
    /// <param name="line">One JSON value in UTF-8. What is not JSON is written as it is.</param>
    /// <param name="output">Where to write.</param>
    public static void Write(ReadOnlySpan<byte> line, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!IsJson(line))
        {
            output.Write(line);
            return;
        }

        var reader = new Utf8JsonReader(line, Options);
        var levels = new Stack<Level>();
        var copied = 0;
        string? name = null;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    levels.Push(new Level(name, levels.TryPeek(out var parent) && parent.IsArray && parent.Name == "content"));
                    break;
                case JsonTokenType.StartArray:
                    levels.Push(new Level(name, false) { IsArray = true });
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    levels.Pop();
                    break;
                case JsonTokenType.PropertyName:
                    name = reader.ValueIsEscaped ? null : Encoding.UTF8.GetString(reader.ValueSpan);
                    var level = levels.Peek();
                    if (name is not null && level.Rename(name) is { } renamed)
                    {
                        var at = (int)reader.TokenStartIndex;
                        output.Write(line[copied..(at + 1)]);
                        output.Write(Encoding.UTF8.GetBytes(renamed));
                        copied = at + 1 + reader.ValueSpan.Length;
                    }

                    if (name is not null && (VerbatimMembers.Contains(name) || (level.IsContentBlock && name == "content")))
                    {
                        reader.Skip();
                    }

                    continue;
            }

            name = null;
        }

        output.Write(line[copied..]);
    }

    /// <summary>Gives a line in camelCase as an array.</summary>
    /// <param name="line">One JSON value in UTF-8.</param>
    /// <returns>The same value in camelCase.</returns>
    public static byte[] ToCamelCase(ReadOnlySpan<byte> line)
    {
        var output = new ArrayBufferWriter<byte>(line.Length + 64);
        Write(line, output);
        return output.WrittenSpan.ToArray();
    }

    private static bool IsJson(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, Options);
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private sealed class Level(string? name, bool isContentBlock)
    {
        private readonly HashSet<string> _written = new(StringComparer.Ordinal);

        public string? Name => name;

        public bool IsContentBlock => isContentBlock;

        public bool IsArray { get; init; }

        // A key whose camelCase form is taken keeps its own spelling, so that nothing is lost.
        public string? Rename(string key)
        {
            var camel = KeyRule.ToCamelCase(key);
            return _written.Add(camel) && camel != key ? camel : null;
        }
    }
}
