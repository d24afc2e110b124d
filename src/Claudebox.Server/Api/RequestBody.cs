using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Claudebox.Runs;

namespace Claudebox.Server.Api;

/// <summary>Reads bodies of requests into memory, up to the limit.</summary>
internal static class RequestBody
{
    private const int Piece = 64 * 1024;

    // Limits change with the server's settings only, so there is no point in trying again soon.
    private const int RetryAfterSeconds = 3600;

    private const long LargestReserve = 1024 * 1024;

    /// <summary>Reads a body to its end.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.RequestTooLarge"/>.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context, long limit)
    {
        if (context.Request.ContentLength > limit)
        {
            throw TooLarge(limit);
        }

        using var body = new MemoryStream((int)Math.Min(context.Request.ContentLength ?? 0, LargestReserve));
        var buffer = new byte[Piece];
        int count;
        while ((count = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            if (body.Length + count > limit)
            {
                throw TooLarge(limit);
            }

            body.Write(buffer, 0, count);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    /// <summary>Reads a body of JSON.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/> or <see cref="FailureCode.RequestTooLarge"/>.</exception>
    public static async Task<T> ReadJsonAsync<T>(HttpContext context, long limit, JsonTypeInfo<T> type)
    {
        var body = await ReadAsync(context, limit);
        try
        {
            return JsonSerializer.Deserialize(body.Span, type) ?? throw new ClaudeboxException(FailureCode.InvalidRequest, "The body must not be null.");
        }
        catch (JsonException e)
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, $"The body is not what is expected here ({e.Path}, line {e.LineNumber + 1}).", e);
        }
    }

    /// <summary>The failure for a body above the limit.</summary>
    public static ClaudeboxException TooLarge(long limit) => TooLarge($"The body is larger than {limit} bytes.");

    /// <summary>The failure for what is above a limit.</summary>
    public static ClaudeboxException TooLarge(string message) => new(new RunFailure
    {
        Code = FailureCode.RequestTooLarge, Message = message, RetryAfterSeconds = RetryAfterSeconds,
    });
}
