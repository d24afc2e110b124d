using System.Globalization;
using Claudebox.Runs;

namespace Claudebox.Docker;

/// <summary>Amounts of memory as Docker writes them: bytes, or a number with k, m or g.</summary>
internal static class MemorySize
{
    internal static long Parse(string text, string variable)
    {
        var trimmed = text.Trim();
        var shift = trimmed is { Length: > 0 } ? char.ToLowerInvariant(trimmed[^1]) switch { 'k' => 10, 'm' => 20, 'g' => 30, _ => 0 } : 0;
        var digits = shift > 0 ? trimmed[..^1] : trimmed;
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > long.MaxValue >> shift)
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest,
                $"The environment variable {variable} must be a number of bytes, or one with the suffix k, m or g, not '{text}'.");
        }

        return number << shift;
    }
}
