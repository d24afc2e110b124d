using System.Text;

namespace Claudebox.Sessions;

/// <summary>The name of the folder in which Claude Code keeps a directory's transcripts (claude-cli.md §10.2).</summary>
public static class SessionSlug
{
    private const int LongestPlain = 200;

    /// <summary>
    /// Encodes a path as the CLI does: every UTF-16 unit outside <c>[A-Za-z0-9]</c> becomes <c>-</c>; results longer
    /// than 200 are cut and get a hash. Different paths can share a slug.
    /// </summary>
    /// <param name="realPath">The working directory with symlinks resolved.</param>
    /// <returns>The folder's name below <c>projects/</c>.</returns>
    public static string Of(string realPath)
    {
        ArgumentNullException.ThrowIfNull(realPath);
        var slug = string.Create(realPath.Length, realPath, static (span, path) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsAsciiLetterOrDigit(path[i]) ? path[i] : '-';
            }
        });
        if (slug.Length <= LongestPlain)
        {
            return slug;
        }

        var hash = 0;
        foreach (var unit in realPath)
        {
            hash = unchecked((hash << 5) - hash + unit);
        }

        return slug[..LongestPlain] + "-" + Base36(Math.Abs((long)hash));
    }

    private static string Base36(long value)
    {
        const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";
        var text = new StringBuilder();
        do
        {
            text.Insert(0, Digits[(int)(value % 36)]);
            value /= 36;
        }
        while (value > 0);

        return text.ToString();
    }
}
