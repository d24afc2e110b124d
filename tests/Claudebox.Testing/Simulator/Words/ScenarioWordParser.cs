using System.Globalization;
using System.Text;

namespace Claudebox.Testing;

/// <summary>Reads one word, by the grammar of <see cref="ScenarioWord"/>.</summary>
internal sealed class ScenarioWordParser(string text, int position)
{
    /// <summary>The word whose name begins at the position.</summary>
    /// <exception cref="ScenarioWordException">The grammar is not followed.</exception>
    public ScenarioWord Parse()
    {
        var word = new ScenarioWord(ReadName());
        while (true)
        {
            var blanks = SkipBlanks();
            if (Peek() == ']')
            {
                return word;
            }

            if (!blanks)
            {
                throw Unexpected("a blank or ']'");
            }

            var name = ReadName();
            if (Peek() != '=')
            {
                throw Unexpected($"'=' after '{name}'");
            }

            position++;
            word = word.With(name, ReadValue());
        }
    }

    private string ReadName()
    {
        var start = position;
        while (Peek() is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')
        {
            position++;
        }

        return position > start ? text[start..position] : throw Unexpected("a name");
    }

    private string ReadValue() => Peek() is '"' or '\'' ? ReadQuoted() : ReadBare();

    private string ReadBare()
    {
        var start = position;
        while (Peek() is { } character && character is not (']' or '"' or '\'') && !char.IsWhiteSpace(character))
        {
            position++;
        }

        return position > start ? text[start..position] : throw Unexpected("a value");
    }

    private string ReadQuoted()
    {
        var quote = text[position++];
        var value = new StringBuilder();
        while (Peek() is { } character)
        {
            position++;
            if (character == quote)
            {
                return value.ToString();
            }

            value.Append(character == '\\' ? ReadEscape() : character);
        }

        throw Unexpected($"the closing {quote}");
    }

    private char ReadEscape()
    {
        var character = Peek() ?? throw Unexpected("an escape");
        position++;
        return character switch
        {
            '\\' or '"' or '\'' => character,
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => ReadCodeUnit(),
            _ => throw Unexpected("an escape (\\\\ \\\" \\' \\n \\r \\t \\uXXXX)"),
        };
    }

    private char ReadCodeUnit()
    {
        if (position + 4 > text.Length
            || !ushort.TryParse(text.AsSpan(position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
        {
            throw Unexpected("four hexadecimal digits");
        }

        position += 4;
        return (char)unit;
    }

    private bool SkipBlanks()
    {
        var start = position;
        while (Peek() is { } character && char.IsWhiteSpace(character))
        {
            position++;
        }

        return position > start;
    }

    private char? Peek() => position < text.Length ? text[position] : null;

    private ScenarioWordException Unexpected(string expected) =>
        new($"Scenario word: expected {expected} at character {position} of the prompt.");
}
