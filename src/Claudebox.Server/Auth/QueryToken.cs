namespace Claudebox.Server.Auth;

/// <summary>
/// A token in the query, for clients that can send no header: <c>?apiToken=…</c>. It is taken out of the request, so that
/// nothing behind this can write it anywhere.
/// </summary>
internal static class QueryToken
{
    private const string Name = "apiToken";

    /// <summary>Takes the token out of a request's query.</summary>
    /// <returns>What it may stand for: decoded as a path is, or as a form is, where <c>+</c> is a blank. None when there is none.</returns>
    public static IReadOnlyList<string> Take(HttpRequest request)
    {
        var parts = request.QueryString.Value is { Length: > 1 } query ? query[1..].Split('&') : [];
        var found = parts.FirstOrDefault(IsToken);
        if (found is null)
        {
            return [];
        }

        var rest = parts.Where(part => !IsToken(part)).ToList();
        request.QueryString = rest.Count > 0 ? new QueryString("?" + string.Join('&', rest)) : QueryString.Empty;
        var value = found[(found.IndexOf('=', StringComparison.Ordinal) + 1)..];
        return [Uri.UnescapeDataString(value), Uri.UnescapeDataString(value.Replace('+', ' '))];
    }

    private static bool IsToken(string part) => part.StartsWith(Name + "=", StringComparison.Ordinal);
}
