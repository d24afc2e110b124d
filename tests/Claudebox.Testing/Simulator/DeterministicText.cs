using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Claudebox.Testing;

/// <summary>
/// Long ASCII text that is the same every time: numbered lines of 64 characters, a full stop as last character (so that
/// trimming changes nothing). One byte per character.
/// </summary>
public static class DeterministicText
{
    private const int LineLength = 64;
    private const string Filler = " the quick brown fox jumps over the lazy dog, again...\n";

    /// <summary>The text of <paramref name="length"/> characters, in pieces of at most <paramref name="pieceLength"/>.</summary>
    public static IEnumerable<string> Pieces(int length, int pieceLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pieceLength);
        return Enumerate(length, pieceLength);
    }

    /// <summary>The text as a whole.</summary>
    public static string Of(int length) => string.Concat(Pieces(length, 16 * 1024));

    /// <summary>The SHA-256 of the text of <paramref name="length"/> characters, as lower-case hexadecimal digits.</summary>
    public static string Sha256(int length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var piece in Pieces(length, 16 * 1024))
        {
            hash.AppendData(Encoding.ASCII.GetBytes(piece));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The SHA-256 of any text in UTF-8, in the form of <see cref="Sha256(int)"/>, to compare with it.</summary>
    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static IEnumerable<string> Enumerate(int length, int pieceLength)
    {
        for (long start = 0; start < length; start += pieceLength)
        {
            var size = (int)Math.Min(pieceLength, length - start);
            yield return string.Create(size, (start, length), static (span, state) =>
            {
                for (var i = 0; i < span.Length; i++)
                {
                    var position = state.start + i;
                    span[i] = position == state.length - 1 ? '.' : CharacterAt(position);
                }
            });
        }
    }

    private static char CharacterAt(long position)
    {
        var column = (int)(position % LineLength);
        if (column >= LineLength - Filler.Length)
        {
            return Filler[column - (LineLength - Filler.Length)];
        }

        Span<char> number = stackalloc char[LineLength - Filler.Length];
        _ = (position / LineLength).TryFormat(number, out _, "D9", CultureInfo.InvariantCulture);
        return number[column];
    }
}
