using System.Buffers.Text;
using System.Text;

namespace Claudebox.Server.OpenAi.Images;

/// <summary>Reads <c>data:</c> URLs (RFC 2397).</summary>
internal static class DataUrl
{
    private const string Scheme = "data:";

    /// <summary>Whether a URL is one.</summary>
    public static bool Is(string url) => url.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>The content; null when the URL is not well formed.</summary>
    public static byte[]? Decode(string url)
    {
        var comma = url.IndexOf(',', StringComparison.Ordinal);
        if (!Is(url) || comma < 0)
        {
            return null;
        }

        var isBase64 = url[..comma].EndsWith(";base64", StringComparison.OrdinalIgnoreCase);
        var data = url[(comma + 1)..];
        if (!isBase64 || data.Contains('%', StringComparison.Ordinal))
        {
            // Byte by byte: what is escaped need not be UTF-8.
            var bytes = Unescape(data);
            if (bytes is null || !isBase64)
            {
                return bytes;
            }

            data = Encoding.ASCII.GetString(bytes);
        }

        return Base64.IsValid(data, out var length) && length > 0 ? Convert.FromBase64String(data) : null;
    }

    private static byte[]? Unescape(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] > '\x7f')
            {
                return null;
            }

            if (text[i] != '%')
            {
                bytes.Add((byte)text[i]);
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

        return [.. bytes];
    }
}
