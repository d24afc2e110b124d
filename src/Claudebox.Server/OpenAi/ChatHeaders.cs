using System.Text;
using System.Text.Unicode;

namespace Claudebox.Server.OpenAi;

/// <summary>The headers with which a chat request steers Claude Code.</summary>
/// <param name="Workspace"><c>X-Claude-Workspace</c>: the workspace; null for none.</param>
/// <param name="Continue"><c>X-Claude-Continue</c>: whether the workspace's conversation goes on.</param>
/// <param name="AppendSystemPrompt"><c>X-Claude-Append-System-Prompt</c>: added to the system prompt; null for none.</param>
internal sealed record ChatHeaders(string? Workspace, bool Continue, string? AppendSystemPrompt)
{
    private const string Prefix = "X-Claude-";

    // RFC 8187: the charset, an empty language, then the text, percent-encoded.
    private const string Extended = "UTF-8''";

    /// <summary>Reads them.</summary>
    public static ChatHeaders Read(IHeaderDictionary headers) => new(
        Text(headers, "Workspace"),
        Text(headers, "Continue")?.ToLowerInvariant() is "1" or "true" or "yes" or "on",
        Text(headers, "Append-System-Prompt"));

    /// <summary>How the web server is to decode a header: ours byte by byte, so that <see cref="Decode"/> sees what was sent.</summary>
    public static Encoding? EncodingOf(string name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? Encoding.Latin1 : null;

    /// <summary>
    /// Decodes a header's value. Programs send UTF-8 or, like Python's http.client, Latin-1; browsers can send nothing outside of Latin-1
    /// and so percent-encode the whole value, which then holds neither blanks nor a '%' that begins no escape.
    /// </summary>
    /// <param name="value">The value, one character for each byte.</param>
    public static string Decode(string value)
    {
        var bytes = Encoding.Latin1.GetBytes(value);
        var text = Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : value;
        return text.StartsWith(Extended, StringComparison.OrdinalIgnoreCase) ? Unescape(text[Extended.Length..]) ?? text
            : text.All(c => c is > ' ' and < '\x7f') ? Unescape(text) ?? text
            : text;
    }

    private static string? Text(IHeaderDictionary headers, string name) =>
        Decode(headers[Prefix + name].ToString()).Trim() is { Length: > 0 } text ? text : null;

    // Null when it is no percent-encoded UTF-8.
    private static string? Unescape(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text[i].ToString()));
            }
            else if (i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                bytes.Add(Convert.ToByte(text.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                return null;
            }
        }

        return Utf8.IsValid(bytes.ToArray()) ? Encoding.UTF8.GetString([.. bytes]) : null;
    }
}
