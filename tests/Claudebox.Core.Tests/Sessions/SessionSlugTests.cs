using System.Numerics;
using Claudebox.Sessions;
using CsCheck;

namespace Claudebox.Core.Tests.Sessions;

/// <summary>A directory's transcripts are where Claude Code keeps them.</summary>
public sealed class SessionSlugTests
{
    [Theory]
    [InlineData("/tmp/x/with.dot", "-tmp-x-with-dot")]
    [InlineData("/tmp/x/with-dot", "-tmp-x-with-dot")]
    [InlineData("/tmp/x/with dot", "-tmp-x-with-dot")]
    [InlineData("/tmp/x/with_dot", "-tmp-x-with-dot")]
    [InlineData("Über-ñandú", "-ber--and-")]
    [InlineData("日本語", "---")]
    [InlineData("😀", "--")]
    [InlineData("/Home/MixedCase9", "-Home-MixedCase9")]
    [InlineData("/", "-")]
    [InlineData("", "")]
    public void A_path_becomes_a_name_of_letters_digits_and_hyphens(string path, string expected) =>
        Assert.Equal(expected, SessionSlug.Of(path));

    [Fact]
    public void A_name_of_200_is_whole_and_one_of_201_is_cut_and_hashed()
    {
        var path = "/" + new string('a', 199);
        Assert.Equal("-" + new string('a', 199), SessionSlug.Of(path));
        var hashed = SessionSlug.Of(path + "b");
        Assert.StartsWith("-" + new string('a', 199) + "-", hashed, StringComparison.Ordinal);
        Assert.Equal(Expected(path + "b"), hashed);
    }

    [Fact]
    public void The_hash_tells_long_paths_apart_by_their_characters_before_encoding()
    {
        var start = "/" + new string('a', 210);
        string[] slugs = [SessionSlug.Of(start + ".x"), SessionSlug.Of(start + "_x"), SessionSlug.Of(start + "ä")];
        Assert.Equal(3, slugs.Distinct().Count());
    }

    [Fact]
    public void Any_path_gets_the_documented_name() =>
        Gen.OneOf(Gen.String[0, 60], Gen.String[195, 205], Gen.String[201, 400]).Sample(path => Assert.Equal(Expected(path), SessionSlug.Of(path)), iter: 2_000);

    // claude-cli.md 10.2 by another road: the hash as a polynomial of the UTF-16 units, reduced once at the end.
    private static string Expected(string path)
    {
        const string Plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        var slug = string.Concat(path.Select(unit => Plain.Contains(unit) ? unit : '-'));
        if (slug.Length <= 200)
        {
            return slug;
        }

        var polynomial = BigInteger.Zero;
        for (var i = 0; i < path.Length; i++)
        {
            polynomial += path[i] * BigInteger.Pow(31, path.Length - 1 - i);
        }

        var low = (long)(polynomial % BigInteger.Pow(2, 32));
        var hash = low >= 1L << 31 ? (1L << 32) - low : low;
        var digits = new Stack<char>();
        do
        {
            digits.Push("0123456789abcdefghijklmnopqrstuvwxyz"[(int)(hash % 36)]);
            hash /= 36;
        }
        while (hash > 0);

        return slug[..200] + "-" + string.Concat(digits);
    }
}
