using System.Text.Json;
using Claudebox.Server.Tests.Api;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Claudebox.Server.Tests.Mcp;

/// <summary>Clients of the official SDK, and what tests ask them.</summary>
internal static class McpClients
{
    /// <summary>The last revision with sessions, and the one without.</summary>
    public const string WithSessions = "2025-11-25";

    /// <inheritdoc cref="WithSessions"/>
    public const string WithoutSessions = "2026-07-28";

    /// <summary>Connects to a server.</summary>
    /// <param name="host">The server.</param>
    /// <param name="version">The protocol's revision.</param>
    /// <param name="address">Path and query.</param>
    /// <param name="token">The bearer token; null for none.</param>
    /// <param name="name">The host name that the client says; null for the address.</param>
    public static Task<McpClient> ConnectAsync(
        ApiHost host, string version = WithSessions, string address = "/mcp", string? token = ApiHost.Token, string? name = null)
    {
        var headers = new Dictionary<string, string>();
        if (token is not null)
        {
            headers["Authorization"] = "Bearer " + token;
        }

        if (name is not null)
        {
            headers["Host"] = name;
        }

        var transport = new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = new Uri(FormattableString.Invariant($"http://127.0.0.1:{host.Port}{address}")),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = headers,
        });
        return McpClient.CreateAsync(transport, new McpClientOptions { ProtocolVersion = version });
    }

    /// <summary>Calls a tool.</summary>
    public static Task<CallToolResult> CallAsync(this McpClient client, string tool, params (string Name, object? Value)[] arguments) =>
        client.CallToolAsync(tool, arguments.ToDictionary(a => a.Name, a => a.Value)).AsTask();

    /// <summary>Asks for a run until it is over.</summary>
    /// <param name="client">The client.</param>
    /// <param name="run">How <c>get_run</c> finds it.</param>
    public static async Task<CallToolResult> GetUntilFinalAsync(this McpClient client, (string Name, object? Value) run)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            var result = await client.CallAsync("get_run", run, ("wait_seconds", 5));
            if (result.DataText("status") is not ("running" or "queued"))
            {
                return result;
            }
        }
    }

    /// <summary>The text of an answer that has one block.</summary>
    public static string Text(this CallToolResult result) => Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;

    /// <summary>A member of an answer's data.</summary>
    public static JsonElement Data(this CallToolResult result, string name) => result.StructuredContent!.Value.GetProperty(name);

    /// <summary>A text in an answer's data.</summary>
    public static string DataText(this CallToolResult result, string name) => result.Data(name).GetString()!;

    /// <summary>The sentence of an answer that says what went wrong.</summary>
    public static string Error(this CallToolResult result)
    {
        Assert.True(result.IsError, result.Content.Count > 0 ? result.Content[0].ToString() : "no content");
        return result.Text();
    }
}
