using System.Globalization;

namespace Claudebox.Server.Api;

/// <summary>The preference <c>wait</c> of a request (RFC 7240): to wait in the queue of a busy workspace, and for how long.</summary>
/// <param name="Limit">How long to wait for the turn at most; null means as long as it takes.</param>
internal sealed record WaitPreference(TimeSpan? Limit)
{
    private const int LongestSeconds = 30 * 24 * 60 * 60;

    /// <summary>Reads the header <c>Prefer</c>; null when it does not say to wait. What cannot be understood counts as not said.</summary>
    public static WaitPreference? Of(HttpRequest request)
    {
        foreach (var preference in request.Headers.GetCommaSeparatedValues("Prefer"))
        {
            var parts = preference.Split(';')[0].Split('=', 2, StringSplitOptions.TrimEntries);
            if (!parts[0].Equals("wait", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (parts.Length == 1)
            {
                return new WaitPreference((TimeSpan?)null);
            }

            return long.TryParse(parts[1].Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
                ? new WaitPreference(TimeSpan.FromSeconds(Math.Min(seconds, LongestSeconds)))
                : null;
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Limit is { } limit ? string.Create(CultureInfo.InvariantCulture, $"wait={(long)limit.TotalSeconds}") : "wait";
}
