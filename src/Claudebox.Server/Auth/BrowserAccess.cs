using Claudebox.Runs;
using Claudebox.Settings;

namespace Claudebox.Server.Auth;

/// <summary>
/// Which web pages of other origins may use the API (CORS): none, unless the setting names them. Preflights carry no
/// token, so they are answered before any is asked for.
/// </summary>
internal static class BrowserAccess
{
    private static readonly TimeSpan PreflightAge = TimeSpan.FromMinutes(10);

    /// <summary>Reads the setting's origins.</summary>
    /// <exception cref="ClaudeboxException">One is not an origin.</exception>
    public static IReadOnlyList<string> Parse(string? text)
    {
        var origins = ApiAccess.Split(text);
        return ApiAccess.ProblemOfOrigins(origins) is { } problem
            ? throw new ClaudeboxException(FailureCode.InvalidRequest, $"The environment variable {SettingTable.ModeApiCorsOrigins.Name} {problem}.")
            : origins;
    }

    /// <summary>Whether a page of an origin is let in.</summary>
    public static bool Admits(IReadOnlyList<string> origins, string origin) =>
        origins.Contains(ApiAccess.Any) || origins.Contains(origin, StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds what <see cref="UseBrowserAccess"/> needs.</summary>
    public static void AddBrowserAccess(this IServiceCollection services, ServerOptions options) => services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
        .SetIsOriginAllowed(origin => Admits(options.CorsOrigins, origin))
        .AllowAnyHeader()
        .AllowAnyMethod()
        .WithExposedHeaders("X-Run-Id", "X-Request-Id", "X-Should-Retry", "Retry-After", "Location", "ETag", "Mcp-Session-Id", "WWW-Authenticate")
        .SetPreflightMaxAge(PreflightAge)));

    /// <summary>Answers preflights and marks responses, where origins are allowed.</summary>
    public static void UseBrowserAccess(this WebApplication app, ServerOptions options)
    {
        if (options.CorsOrigins.Count > 0)
        {
            app.UseCors();
        }
    }
}
