namespace Claudebox.Server.Auth;

/// <summary>Marks routes that TCP serves too. A route without the mark exists only on the container's own socket.</summary>
/// <param name="access">Who may use it.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
internal sealed class PublicRouteAttribute(PublicAccess access) : Attribute
{
    /// <summary>Who may use it.</summary>
    public PublicAccess Access { get; } = access;
}

/// <summary>Who may use a public route.</summary>
internal enum PublicAccess
{
    /// <summary>Who has a token.</summary>
    Token,

    /// <summary>Who has a token, also as the password of Basic authentication: browsers can send nothing else.</summary>
    TokenOrBasic,

    /// <summary>Who has a token, also in the query (<c>apiToken</c>), for clients that can send no header. Web pages of elsewhere never.</summary>
    TokenOrQuery,

    /// <summary>Everybody.</summary>
    Everybody,
}

/// <summary>Marks routes.</summary>
internal static class PublicRouteExtensions
{
    /// <summary>Serves a route over TCP too.</summary>
    public static TBuilder Public<TBuilder>(this TBuilder builder, PublicAccess access = PublicAccess.Token)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new PublicRouteAttribute(access));
}
