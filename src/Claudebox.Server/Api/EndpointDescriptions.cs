using Claudebox.Json;

namespace Claudebox.Server.Api;

/// <summary>Short forms of what the OpenAPI document says of an endpoint.</summary>
internal static class EndpointDescriptions
{
    private const string ProblemType = "application/problem+json";

    /// <summary>Names the operation. Every one may lack a token, and may break.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder builder, string id, string summary, string tag) =>
        builder.WithName(id).WithSummary(summary).WithTags(tag).Fails(401, 403, 500);

    /// <summary>Says what comes back.</summary>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder builder, string contentType = "application/json", params string[] more) =>
        builder.Produces<T>(200, contentType, more);

    /// <summary>Says with which statuses it can fail; each comes with problem details.</summary>
    public static RouteHandlerBuilder Fails(this RouteHandlerBuilder builder, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            builder.Produces<ProblemDocument>(status, ProblemType);
        }

        return builder;
    }
}
