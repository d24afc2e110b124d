namespace Claudebox.Server.Api;

/// <summary>
/// A body that a handler reads by itself, for the OpenAPI document. Unlike ASP.NET Core's own metadata it refuses no other
/// content type: clients such as curl name whatever they like.
/// </summary>
/// <param name="Type">What it holds.</param>
/// <param name="ContentType">How.</param>
internal sealed record DescribedBody(Type Type, string ContentType);

/// <summary>Describes bodies.</summary>
internal static class DescribedBodyExtensions
{
    /// <summary>Describes the body of an endpoint.</summary>
    public static RouteHandlerBuilder TakesBody<T>(this RouteHandlerBuilder builder, string contentType) =>
        builder.WithMetadata(new DescribedBody(typeof(T), contentType));
}
