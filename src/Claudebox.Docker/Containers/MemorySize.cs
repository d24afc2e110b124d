using System.Globalization;

namespace Claudebox.Docker;

/// <summary>Amounts of memory as Docker writes them: bytes, or a number with k, m or g.</summary>
internal static class MemorySize
{
    /// <summary>Reads an amount.</summary>
    /// <returns>The bytes; null when the text is none.</returns>
    internal static long? Parse(string text)
    {
        var trimmed = text.Trim();
        var shift = trimmed is { Length: > 0 } ? char.ToLowerInvariant(trimmed[^1]) switch { 'k' => 10, 'm' => 20, 'g' => 30, _ => 0 } : 0;
        var digits = shift > 0 ? trimmed[..^1] : trimmed;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= long.MaxValue >> shift
            ? number << shift
            : null;
    }
}
