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
        var copied = 0;
        foreach (var renaming in Renamings(line))
        {
            if (renaming.Name is not null)
            {
                output.Write(line[copied..renaming.At]);
                output.Write(Encoding.UTF8.GetBytes(renaming.Name));
                copied = renaming.At + renaming.Length;
            }
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

    private static List<Renaming> Renamings(ReadOnlySpan<byte> line)
    {
        var renamings = new List<Renaming>();
        var levels = new Stack<Level>();
        var reader = new Utf8JsonReader(line, Options);
        string? name = null;
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject:
                        var isInContent = levels.TryPeek(out var parent) && parent.IsArray && parent.Name == "content";
                        levels.Push(new Level(name, isArray: false, isContentBlock: isInContent || name == "content_block"));
                        break;
                    case JsonTokenType.StartArray:
                        levels.Push(new Level(name, isArray: true, isContentBlock: false));
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        levels.Pop();
                        break;
                    case JsonTokenType.PropertyName:
                        name = ReadName(ref reader);
                        if (name is not null)
                        {
                            levels.Peek().Take(name, ref reader, renamings);
                            if (VerbatimMembers.Contains(name) || (levels.Peek().IsContentBlock && name == "content"))
                            {
                                reader.Skip();
                            }
                        }

                        continue;
                }

                name = null;
            }
        }
        catch (JsonException)
        {
            return [];
        }

        return renamings;
    }

    // A key that is no text (broken UTF-8, an unpaired surrogate escape) is no key of the envelope.
    private static string? ReadName(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Bytes to replace by a name; none to replace when the name is null.</summary>
    private readonly record struct Renaming(int At, int Length, string? Name);

    private sealed class Level(string? name, bool isArray, bool isContentBlock)
    {
        private const int Literal = -1;

        // What each name in the result comes from: a renaming's index, or a key that is spelt so.
        private Dictionary<string, int>? _taken;

        public string? Name => name;

        public bool IsArray => isArray;

        public bool IsContentBlock => isContentBlock;

        // A key whose camelCase form is taken, by a key before or after it, keeps its spelling: nothing is lost.
        public void Take(string key, ref Utf8JsonReader reader, List<Renaming> renamings)
        {
            _taken ??= new Dictionary<string, int>(StringComparer.Ordinal);
            var camel = KeyRule.ToCamelCase(key);
            if (camel != key && !reader.ValueIsEscaped)
            {
                if (_taken.TryAdd(camel, renamings.Count))
                {
                    renamings.Add(new Renaming((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, camel));
                }

                return;
            }

            if (_taken.TryGetValue(key, out var earlier) && earlier != Literal)
            {
                renamings[earlier] = renamings[earlier] with { Name = null };
            }

            _taken[key] = Literal;
        }
    }
}
