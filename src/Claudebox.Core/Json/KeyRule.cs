using System.Text;

namespace Claudebox.Json;

/// <summary>The rule by which an envelope's snake_case keys become camelCase (behaviour.md 1.7).</summary>
public static class KeyRule
{
    /// <summary>
    /// Splits a key at <c>_</c>, keeps the first part and capitalises the others: <c>total_cost_usd</c> becomes
    /// <c>totalCostUsd</c>, <c>HTTP_url</c> becomes <c>HTTPUrl</c>; a key without <c>_</c> stays as it is.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <returns>The key in camelCase.</returns>
    public static string ToCamelCase(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!key.Contains('_', StringComparison.Ordinal))
        {
            return key;
        }

        var result = new StringBuilder(key.Length);
        var parts = key.Split('_');
        result.Append(parts[0]);
        foreach (var part in parts.AsSpan(1))
        {
            if (part.Length > 0)
            {
                result.Append(char.ToUpperInvariant(part[0])).Append(part[1..].ToLowerInvariant());
            }
        }

        return result.ToString();
    }
}
