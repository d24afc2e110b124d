namespace Claudebox.Settings;

/// <summary>What may stand in the settings that say who may use an API server.</summary>
public static class ApiAccess
{
    /// <summary>Stands for all.</summary>
    public const string Any = "*";

    /// <summary>Reads a setting's entries.</summary>
    /// <param name="text">The entries, separated by commas; null means none.</param>
    public static IReadOnlyList<string> Split(string? text) => text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>Says why entries cannot be origins of web pages.</summary>
    /// <param name="origins">The entries.</param>
    /// <returns>A phrase such as "must …"; null when all can be.</returns>
    public static string? ProblemOfOrigins(IEnumerable<string> origins) => origins.FirstOrDefault(origin => !IsOrigin(origin)) is { } wrong
        ? $"must hold origins such as https://chat.example.com, or {Any}, not '{wrong}'"
        : null;

    /// <summary>Says why entries cannot be the host names of a server.</summary>
    /// <param name="hosts">The entries.</param>
    /// <returns>A phrase such as "must …"; null when all can be.</returns>
    public static string? ProblemOfHosts(IEnumerable<string> hosts) => hosts.FirstOrDefault(host => !IsHost(host)) is { } wrong
        ? $"must hold names or addresses of hosts, without scheme and port, or {Any}, not '{wrong}'"
        : null;

    private static bool IsOrigin(string text) =>
        text == Any ||
        (!text.Contains(',', StringComparison.Ordinal) &&
         Uri.TryCreate(text, UriKind.Absolute, out var uri) &&
         uri.Scheme is "http" or "https" &&
         uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase));

    private static bool IsHost(string text) => text == Any || Uri.CheckHostName(text) != UriHostNameType.Unknown;
}
