using System.Collections.Immutable;
using System.Text;

namespace Claudebox.Testing;

/// <summary>
/// The words in a prompt that choose what the simulated model does, for example <c>[sim:long deltas=200 delay=10]</c>.
/// </summary>
/// <remarks>
/// <code>
/// word      = "[sim:" name *( blanks parameter ) [ blanks ] "]"
/// parameter = name "=" value                  ; the same name may occur several times
/// name      = 1*( lower-case letter / digit / "-" )
/// value     = 1*( any but blank, quote, "]" ) / DQUOTE *char DQUOTE / "'" *char "'"
/// char      = any but "\" and the quote in use ; line breaks and unicode included
///           / "\" ( "\" / DQUOTE / "'" / "n" / "r" / "t" / "u" 4HEXDIG )
/// </code>
/// The first word of a prompt counts; whatever stands around it is left alone.
/// </remarks>
public sealed record ScenarioWord
{
    /// <summary>How every word begins.</summary>
    public const string Opening = "[sim:";

    /// <summary>The scenario's name.</summary>
    public string Name { get; }

    /// <summary>The parameters in their order.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Parameters { get; private init; } = [];

    /// <summary>A word without parameters.</summary>
    public ScenarioWord(string name) => Name = name;

    /// <summary>The first word in <paramref name="prompt"/>, or null when it has none.</summary>
    /// <exception cref="ScenarioWordException">What begins like a word does not follow the grammar.</exception>
    public static ScenarioWord? Find(string prompt)
    {
        var start = prompt.IndexOf(Opening, StringComparison.Ordinal);
        return start < 0 ? null : new ScenarioWordParser(prompt, start + Opening.Length).Parse();
    }

    /// <summary>The same word with one more parameter.</summary>
    public ScenarioWord With(string name, string value) => this with { Parameters = Parameters.Add(new(name, value)) };

    /// <summary>The same word with one more numeric parameter.</summary>
    public ScenarioWord With(string name, long value) => With(name, value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The word as it stands in a prompt; <see cref="Find"/> reads it back.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Opening).Append(Name);
        foreach (var (name, value) in Parameters)
        {
            text.Append(' ').Append(name).Append("=\"");
            foreach (var character in value)
            {
                _ = character switch
                {
                    '\\' or '"' => text.Append('\\').Append(character),
                    '\n' => text.Append("\\n"),
                    '\r' => text.Append("\\r"),
                    '\t' => text.Append("\\t"),
                    _ => text.Append(character),
                };
            }

            text.Append('"');
        }

        return text.Append(']').ToString();
    }
}
