using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Claudebox.Server.Tests.Mcp;

/// <summary>The resources that the conformance suite reads.</summary>
internal static class ConformanceResources
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<McpServerResource> All { get; } =
    [
        Resource("test://static-text", "text/plain", () => "This is the content of the static text resource."),
        Resource("test://static-binary", "image/png", () => BlobResourceContents.FromBytes(ConformanceTools.Pixel, "test://static-binary", "image/png")),
        Resource("test://template/{id}/data", "application/json", (string id) => $$"""{"id":"{{id}}","templateTest":true,"data":"Data for ID: {{id}}"}"""),
    ];

    private static McpServerResource Resource(string uri, string type, Delegate read) =>
        McpServerResource.Create(read, new McpServerResourceCreateOptions { UriTemplate = uri, MimeType = type, Name = uri });
}
