namespace Claudebox.Server.Auth;

/// <summary>A feature of connections over the container's own socket, which is root's alone. All others are the public's.</summary>
internal sealed class TrustedConnection
{
    /// <summary>The feature.</summary>
    public static TrustedConnection Instance { get; } = new();
}

/// <summary>Asks whom a request comes from.</summary>
internal static class TrustedConnectionExtensions
{
    /// <summary>Whether a request came over the container's own socket.</summary>
    public static bool IsTrusted(this HttpContext context) => context.Features.Get<TrustedConnection>() is not null;
}
