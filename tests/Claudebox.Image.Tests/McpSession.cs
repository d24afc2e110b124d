using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Claudebox.Image.Tests;

/// <summary>A client's session with the MCP server of a container.</summary>
internal sealed class McpSession : IAsyncDisposable
{
    private readonly ServerBox _box;
    private readonly string _id;

    private McpSession(ServerBox box, string id) => (_box, _id) = (box, id);

    /// <summary>Opens a session.</summary>
    public static async Task<McpSession> OpenAsync(ServerBox box)
    {
        const string Parameters = """{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}""";
        using var answer = await PostAsync(box, Message("initialize", Parameters), session: null);
        var session = new McpSession(box, Assert.Single(answer.Headers.GetValues("Mcp-Session-Id")));
        using var noted = await PostAsync(box, """{"jsonrpc":"2.0","method":"notifications/initialized"}""", session._id);
        return session;
    }

    /// <summary>Calls a tool, which must succeed.</summary>
    public async Task CallAsync(string tool, string arguments)
    {
        using var answer = await PostAsync(_box, Message("tools/call", $$"""{"name":"{{tool}}","arguments":{{arguments}}}"""), _id);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("\"isError\":true", text, StringComparison.Ordinal);
        Assert.Contains("\"result\":", text, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/mcp");
        request.Headers.Add("Mcp-Session-Id", _id);
        using var answer = await _box.Http.SendAsync(request);
    }

    private static string Message(string method, string parameters) => new JsonObject
    {
        ["jsonrpc"] = "2.0",
        ["id"] = 1,
        ["method"] = method,
        ["params"] = JsonNode.Parse(parameters),
    }.ToJsonString();

    private static async Task<HttpResponseMessage> PostAsync(ServerBox box, string body, string? session)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (session is not null)
        {
            request.Headers.Add("Mcp-Session-Id", session);
        }

        var response = await box.Http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return response;
    }
}
