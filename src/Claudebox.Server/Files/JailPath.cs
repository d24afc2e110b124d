using System.Text;
using Claudebox.Runs;

namespace Claudebox.Server.Files;

/// <summary>
/// A path below a root, as its parts: never absolute, never upwards. Leading slashes mean the root (behaviour.md 1.8.2).
/// </summary>
internal sealed record JailPath
{
    private const int LongestName = 255;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private JailPath(IReadOnlyList<string> parts) => Parts = parts;

    /// <summary>The root.</summary>
    public static JailPath Root { get; } = new([]);

    /// <summary>The names, outermost first.</summary>
    public IReadOnlyList<string> Parts { get; }

    /// <summary>Whether it is the root.</summary>
    public bool IsRoot => Parts.Count == 0;

    /// <summary>The last name.</summary>
    public string Name => Parts[^1];

    /// <summary>The directory that holds it.</summary>
    public JailPath Parent => new([.. Parts.SkipLast(1)]);

    /// <summary>Reads a path.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.PathRefused"/>.</exception>
    public static JailPath Parse(string path)
    {
        var parts = path.Split('/').Where(part => part is not ("" or ".")).ToList();
        var problem =
            path.Contains('\0', StringComparison.Ordinal) ? "holds a NUL character"
            : !TextRules.IsWellFormed(path) ? "is not valid Unicode"
            : parts.Contains("..") ? "must not lead upwards ('..')"
            : parts.Any(part => Encoding.UTF8.GetByteCount(part) > LongestName) ? $"holds a name of more than {LongestName} bytes"
            : null;
        return problem is null ? new JailPath(parts) : throw Refused($"The path '{ForMessage(path)}' {problem}.");
    }

    /// <summary>
    /// Reads the part of a request's target that follows a prefix, decoded exactly once: the web server leaves <c>%2F</c> alone
    /// and would resolve <c>..</c> itself.
    /// </summary>
    /// <param name="target">The target as the client sent it.</param>
    /// <param name="prefix">What it begins with.</param>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.PathRefused"/>.</exception>
    public static JailPath OfTarget(string target, string prefix)
    {
        var end = target.IndexOfAny(['?', '#']);
        var path = end < 0 ? target : target[..end];
        if (!path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        {
            throw Refused("The path must be in its plain form.");
        }

        try
        {
            return Parse(Strict.GetString(Decode(path.AsSpan(prefix.Length))));
        }
        catch (ArgumentException)
        {
            throw Refused("The path is not valid UTF-8.");
        }
    }

    /// <summary>The path below one more name.</summary>
    public JailPath Append(string name) => new([.. Parts, name]);

    /// <inheritdoc/>
    public override string ToString() => string.Join('/', Parts);

    private static byte[] Decode(ReadOnlySpan<char> text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                bytes.AddRange(Strict.GetBytes(text[i].ToString()));
            }
            else if (i + 2 < text.Length && byte.TryParse(text.Slice(i + 1, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                throw Refused("The path holds a '%' that begins no escape; write it as %25.");
            }
        }

        return [.. bytes];
    }

    private static string ForMessage(string path) => string.Concat(path.Take(200).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));

    private static ClaudeboxException Refused(string message) => new(FailureCode.PathRefused, message);
}
