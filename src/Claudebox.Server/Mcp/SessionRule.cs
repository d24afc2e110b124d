using System.Buffers;
using System.Text.Json;
using Claudebox.Json;
using Claudebox.Server.Api;

namespace Claudebox.Server.Mcp;

/// <summary>
/// A client of a revision with sessions begins with <c>initialize</c>; all else without a session is answered with what to do
/// (MCP 2025-11-25, basic/transports, session management).
/// </summary>
internal sealed class SessionRule(RequestDelegate next, ServerOptions options)
{
    // The revision from which on there are no sessions; requests of it say so in a header and in themselves.
    private const string FirstWithoutSessions = "2026-07-28";

    // JSON-RPC's range for errors of servers.
    private const int NoSession = -32000;

    /// <summary>Lets the request through or answers it.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers["Mcp-Session-Id"].Count > 0 ||
            string.CompareOrdinal(headers["MCP-Protocol-Version"].ToString(), FirstWithoutSessions) >= 0)
        {
            await next(context);
            return;
        }

        if (!HttpMethods.IsPost(context.Request.Method))
        {
            await RefuseAsync(context, id: null);
            return;
        }

        var body = await RequestBody.ReadAsync(context, options.MaxRequestBytes);
        if (IsOutsideOfSession(body, out var id))
        {
            await RefuseAsync(context, id);
            return;
        }

        using var again = new MemoryStream(body.ToArray(), writable: false);
        context.Request.Body = again;
        await next(context);
    }

    // What is no request at all is the transport's to refuse, and so is one of the newer revision that forgot its header.
    private static bool IsOutsideOfSession(ReadOnlyMemory<byte> body, out string? id)
    {
        id = null;
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = JsonDepth.Limit });
            var request = document.RootElement;
            if (request.ValueKind != JsonValueKind.Object || !request.TryGetProperty("method", out var method) || method.ValueKind != JsonValueKind.String)
            {
                return false;
            }

            id = request.TryGetProperty("id", out var given) && given.ValueKind is JsonValueKind.String or JsonValueKind.Number ? given.GetRawText() : null;
            return !method.ValueEquals("initialize") && !NamesRevision(request);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a name that is not valid Unicode.
            return false;
        }
    }

    private static bool NamesRevision(JsonElement request) =>
        request.TryGetProperty("params", out var parameters) && parameters.ValueKind == JsonValueKind.Object &&
        parameters.TryGetProperty("_meta", out var meta) && meta.ValueKind == JsonValueKind.Object &&
        meta.TryGetProperty("io.modelcontextprotocol/protocolVersion", out _);

    private static async Task RefuseAsync(HttpContext context, string? id)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            writer.WritePropertyName("id");
            writer.WriteRawValue(id ?? "null");
            writer.WriteStartObject("error");
            writer.WriteNumber("code", NoSession);
            writer.WriteString("message", "There is no session: send initialize first, then the Mcp-Session-Id header of its answer with every request.");
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(output.WrittenMemory, context.RequestAborted);
    }
}
