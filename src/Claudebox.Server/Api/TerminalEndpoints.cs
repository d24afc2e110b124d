using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Claudebox.Json;
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

    private static async Task OpenAsync(HttpContext context, TerminalKeeper terminals, ServerOptions options)
    {
        var request = await RequestBody.ReadJsonAsync(context, options.MaxRequestBytes, WireJson.Default.TerminalRequest);
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

    private static async Task AttachAsync(HttpContext context, string id, TerminalKeeper terminals, ServerOptions options)
    {
        var start = await RequestBody.ReadJsonAsync(context, options.MaxRequestBytes, ServerJson.Default.TerminalStart);
        var terminal = terminals.Attach(id, start.ProcessId);
        context.Response.ContentType = Lines;
        using var ended = context.RequestAborted.Register(() => terminal.End(null));
        await WriteAsync(context, terminal.Plan, ServerJson.Default.TerminalPlan);
        await terminal.Gone;
    }

    private static async Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        await context.Response.Body.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(value, type), (byte)'\n']);
        await context.Response.Body.FlushAsync();
    }
}
