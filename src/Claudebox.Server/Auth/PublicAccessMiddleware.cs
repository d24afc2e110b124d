using System.Net.Http.Headers;
using System.Text;
using Claudebox.Runs;
using Claudebox.Server.Api;

namespace Claudebox.Server.Auth;

/// <summary>
/// Decides, before anything of a body is read, whether a request over TCP may go on: the route is a public one, the host
/// name is ours, the token is valid (design section 6). Requests over the container's own socket pass.
/// </summary>
internal sealed class PublicAccessMiddleware(
    RequestDelegate next, ServerSecrets secrets, HostRules hosts, ServerOptions options)
{
    /// <summary>Lets the request through or answers it.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.IsTrusted())
        {
            return next(context);
        }

        var endpoint = context.GetEndpoint();
        var access = endpoint?.Metadata.GetMetadata<PublicRouteAttribute>()?.Access;

        // MCP 2025-11-25, basic/transports: the Origin header must be validated on all connections.
        if (hosts.Refusal(context.Request, secrets.AreOpen, ownPagesOnly: access == PublicAccess.TokenOrQuery) is { } refusal)
        {
            return Problem.WriteAsync(context.Response, new RunFailure { Code = FailureCode.Forbidden, Message = refusal });
        }

        var queried = access == PublicAccess.TokenOrQuery ? QueryToken.Take(context.Request) : [];
        if (access != PublicAccess.Everybody && Refusal(context, access == PublicAccess.TokenOrBasic, queried) is { } failure)
        {
            return Problem.WriteAsync(context.Response, failure);
        }

        // An endpoint that routing made to say 405 carries no mark, and none of our handlers.
        if (access is null && endpoint is RouteEndpoint)
        {
            context.SetEndpoint(null);
        }

        return next(context);
    }

    private RunFailure? Refusal(HttpContext context, bool basic, IReadOnlyList<string> queried)
    {
        if (secrets.AreAwaited)
        {
            return new RunFailure
            {
                Code = FailureCode.ServerUnavailable,
                Message = "The server waits for its credentials.",
                RetryAfterSeconds = 1,
            };
        }

        var presented = TokenOf(context.Request, basic) is { } token ? [token] : options.AcceptsQueryToken ? queried : [];
        if (secrets.AreOpen || presented.Any(secrets.Accept))
        {
            return null;
        }

        context.Response.Headers.WWWAuthenticate = basic
            ? new Microsoft.Extensions.Primitives.StringValues([@"Bearer realm=""claudebox""", @"Basic realm=""claudebox"", charset=""UTF-8"""])
            : @"Bearer realm=""claudebox""";
        return new RunFailure { Code = FailureCode.Unauthorized, Message = "unauthorized" };
    }

    private static string? TokenOf(HttpRequest request, bool basic)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) || header.Parameter is not { Length: > 0 } parameter)
        {
            return null;
        }

        return header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? parameter
            : basic && header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) ? PasswordOf(parameter)
            : null;
    }

    private static string? PasswordOf(string credentials)
    {
        var buffer = new byte[credentials.Length];
        return Convert.TryFromBase64String(credentials, buffer, out var length) &&
            Encoding.UTF8.GetString(buffer, 0, length).Split(':', 2) is [_, var password]
            ? password
            : null;
    }
}
