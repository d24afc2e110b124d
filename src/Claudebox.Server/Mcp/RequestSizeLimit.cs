using Microsoft.AspNetCore.Http.Metadata;

namespace Claudebox.Server.Mcp;

/// <summary>Limits the bodies of an endpoint whose reader is a library's.</summary>
/// <param name="bytes">Bytes that a body may have.</param>
internal sealed class RequestSizeLimit(long bytes) : IRequestSizeLimitMetadata
{
    /// <inheritdoc/>
    public long? MaxRequestBodySize => bytes;
}
