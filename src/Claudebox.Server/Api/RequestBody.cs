namespace Claudebox.Server.Api;

/// <summary>Reads a request's body, which is bounded.</summary>
internal static class RequestBody
{
    private const int Largest = 64 * 1024 * 1024;

    /// <summary>Reads it all.</summary>
    /// <exception cref="BadHttpRequestException">It is larger than 64 MiB.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            if (body.Length + count > Largest)
            {
                throw new BadHttpRequestException($"The body is larger than {Largest} bytes.", StatusCodes.Status413PayloadTooLarge);
            }

            body.Write(buffer, 0, count);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
