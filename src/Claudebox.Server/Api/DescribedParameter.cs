namespace Claudebox.Server.Api;

/// <summary>A parameter that a handler reads by itself, for the OpenAPI document.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place"><c>query</c>, <c>header</c> or <c>path</c>.</param>
/// <param name="Meaning">What it does.</param>
/// <param name="IsRequired">Whether it must be there.</param>
internal sealed record DescribedParameter(string Name, string Place, string Meaning, bool IsRequired);

/// <summary>Describes parameters.</summary>
internal static class DescribedParameterExtensions
{
    /// <summary>Describes a parameter of an endpoint.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder builder, string name, string place, string meaning, bool isRequired = false) =>
        builder.WithMetadata(new DescribedParameter(name, place, meaning, isRequired || place == "path"));
}
