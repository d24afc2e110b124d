using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Claudebox.Json;
using Claudebox.Runs;
using Claudebox.Server.Terminals;
using Claudebox.Terminals;

namespace Claudebox.Server.Api;

/// <summary>
/// Terminals over HTTP. Both answers stay open: the first is the client's lease, the second belongs to the process on the
/// terminal. When one of the two goes, the terminal ends.
/// </summary>
internal static class TerminalEndpoints
{
    private const string Lines = "application/x-ndjson";

    /// <summary>Maps the routes.</summary>
    public static void MapTerminals(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/terminals", OpenAsync);
        routes.MapPost("/terminals/{id}/command", AttachAsync);
    }

    private static async Task OpenAsync(HttpContext context, TerminalKeeper terminals)
    {
        var request = await ReadAsync(context, WireJson.Default.TerminalRequest);
        var terminal = await terminals.OpenAsync(request, context.RequestAborted);

        context.Response.ContentType = Lines;

        // From here on the terminal is held, whatever becomes of the answer.
        var holding = terminals.HoldAsync(terminal, context.RequestAborted);
        try
        {
            await WriteAsync(context, new TerminalUpdate { TerminalId = terminal.Id }, WireJson.Default.TerminalUpdate);
        }
        finally
        {
            if (await holding is { } failure)
            {
                await WriteAsync(context, new TerminalUpdate { Failure = failure }, WireJson.Default.TerminalUpdate);
            }
        }
    }

    private static async Task AttachAsync(HttpContext context, string id, TerminalKeeper terminals)
    {
        var start = await ReadAsync(context, ServerJson.Default.TerminalStart);
        var terminal = terminals.Attach(id, start.ProcessId);
        context.Response.ContentType = Lines;
        using var ended = context.RequestAborted.Register(() => terminal.End(null));
        await WriteAsync(context, terminal.Plan, ServerJson.Default.TerminalPlan);
        await terminal.Gone;
    }

    private static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
    {
        var body = await RequestBody.ReadAsync(context);
        try
        {
            return JsonSerializer.Deserialize(body.Span, type) ?? throw new JsonException("It is null.");
        }
        catch (JsonException e)
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, "The body is not what it should be: " + e.Message, e);
        }
    }

    private static async Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        await context.Response.Body.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(value, type), (byte)'\n']);
        await context.Response.Body.FlushAsync();
    }
}
