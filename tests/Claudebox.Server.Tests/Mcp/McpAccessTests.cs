using System.Net;
using System.Text;
using Claudebox.Server.Tests.Api;
using Claudebox.Testing;

namespace Claudebox.Server.Tests.Mcp;

/// <summary>Who reaches the MCP server, under which addresses.</summary>
public sealed class McpAccessTests(SharedApi shared) : IClassFixture<SharedApi>
{
    private const string Initialize =
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""";

    private readonly ApiHost _host = shared.Host;

    [Theory]
    [InlineData("/mcp", null)]
    [InlineData("/mcp/", null)]
    [InlineData("/mcp", "claudebox:8080")]
    [InlineData("/mcp/", "my_agents.internal:8080")]
    public async Task Initialize_works_with_and_without_a_slash_by_address_and_by_service_name(string path, string? name)
    {
        using var client = _host.Connect();

        var answer = await PostAsync(client, path, name is null ? [] : [("Host", name)]);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("\"name\":\"claudebox\"", answer.BodyText, StringComparison.Ordinal);
        Assert.Contains("\"protocolVersion\":\"2025-11-25\"", answer.BodyText, StringComparison.Ordinal);
        Assert.Single(answer.Headers.GetValues("Mcp-Session-Id"));
    }

    [Theory]
    [InlineData(McpClients.WithSessions, "/mcp")]
    [InlineData(McpClients.WithSessions, "/mcp/")]
    [InlineData(McpClients.WithoutSessions, "/mcp")]
    public async Task The_official_client_connects_and_learns_who_answers(string version, string path)
    {
        await using var client = await McpClients.ConnectAsync(_host, version, path);

        Assert.Equal("claudebox", client.ServerInfo?.Name);
        Assert.False(string.IsNullOrEmpty(client.ServerInfo?.Version));
        Assert.Contains("claude_run", client.ServerInstructions!, StringComparison.Ordinal);
        Assert.Equal(version == McpClients.WithSessions, client.SessionId is not null);
        Assert.Equal(
            ["cancel_run", "claude_run", "delete_file", "get_run", "list_files", "read_file", "write_file"],
            (await client.ListToolsAsync()).Select(tool => tool.Name).Order());
    }

    [Fact]
    public async Task An_open_server_is_reached_by_service_name_and_not_by_a_strangers_name()
    {
        await using var open = await ApiHost.StartAsync(("CLAUDE_MODE_API_TOKEN", ""));
        using var client = open.Connect(token: null);

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(client, "/mcp", ("Host", "claudebox:8080"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(client, "/mcp", ("Host", "evil.example"))).Status);
    }

    [Fact]
    public async Task A_web_page_of_elsewhere_is_refused_even_with_a_token()
    {
        using var client = _host.Connect();

        var evil = await PostAsync(client, "/mcp", ("Origin", "https://evil.example"));
        var own = await PostAsync(client, "/mcp", ("Host", "box:8080"), ("Origin", "http://box:8080"));

        Assert.Equal(HttpStatusCode.Forbidden, evil.Status);
        Assert.Contains("https://evil.example", evil.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, own.Status);
    }

    [Fact]
    public async Task Who_is_refused_learns_the_settings_that_let_in()
    {
        await using var open = await ApiHost.StartAsync(("CLAUDE_MODE_API_TOKEN", ""));
        using var client = open.Connect(token: null);
        var settings = await File.ReadAllTextAsync(Repository.PathOf("docs", "settings.md"));

        var host = await PostAsync(client, "/mcp", ("Host", "evil.example"));
        var page = await client.GetAsync("/status", ("Origin", "https://evil.example"));
        var mcp = await PostAsync(client, "/mcp", ("Origin", "https://evil.example"));

        Assert.Contains("CLAUDEBOX_MODE_API_ALLOWED_HOSTS", host.Text("detail"), StringComparison.Ordinal);
        foreach (var name in new[] { "CLAUDEBOX_MODE_API_CORS_ORIGINS", "CLAUDEBOX_MODE_API_ALLOWED_HOSTS" })
        {
            Assert.Contains($"| `{name}` |", settings, StringComparison.Ordinal);
            Assert.All([page, mcp], answer => Assert.Contains(name, answer.Text("detail"), StringComparison.Ordinal));
        }

        await using var allowing = await ApiHost.StartAsync(("CLAUDE_MODE_API_TOKEN", ""), ("CLAUDEBOX_MODE_API_CORS_ORIGINS", "https://chat.example"));
        using var allowed = allowing.Connect(token: null);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(allowed, "/mcp", ("Origin", "https://chat.example"))).Status);
    }

    [Fact]
    public async Task A_request_before_initialize_is_told_what_to_do_in_a_plain_error()
    {
        using var client = _host.Connect();
        StringContent Content(string json) => new(json, Encoding.UTF8, "application/json");

        var list = await client.SendAsync(HttpMethod.Post, "/mcp", Content("""{"jsonrpc":"2.0","id":"a","method":"tools/list"}"""), Accept);
        var call = await client.SendAsync(HttpMethod.Post, "/mcp/", Content("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"list_files"}}"""), Accept);
        var note = await client.SendAsync(HttpMethod.Post, "/mcp", Content("""{"jsonrpc":"2.0","method":"notifications/initialized"}"""), Accept);
        var stream = await client.GetAsync("/mcp", ("Accept", "text/event-stream"));
        var delete = await client.DeleteAsync("/mcp");

        foreach (var (answer, id) in new[] { (list, "\"a\""), (call, "7"), (note, "null"), (stream, "null"), (delete, "null") })
        {
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.Equal("application/json", answer.ContentHeaders.ContentType!.MediaType);
            Assert.Equal(("2.0", id), (answer.Text("jsonrpc"), answer.Json["id"]?.ToJsonString() ?? "null"));
            Assert.Contains("send initialize first", answer.Json["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.DoesNotContain("HttpServerTransportOptions", answer.BodyText, StringComparison.Ordinal);
        }

        foreach (var garbage in new[] { "{", "[]", "null", """{"jsonrpc":"2.0","id":1}""", """{"\ud800":1}""" })
        {
            var answer = await client.SendAsync(HttpMethod.Post, "/mcp", Content(garbage), Accept);
            Assert.True((int)answer.Status is >= 400 and < 500, $"{garbage}: {answer.Status} {answer.BodyText}");
        }
    }

    [Fact]
    public async Task A_server_with_a_list_of_hosts_answers_to_no_other_name()
    {
        await using var host = await ApiHost.StartAsync(("CLAUDEBOX_MODE_API_ALLOWED_HOSTS", "box, claude.example.org"));
        using var client = host.Connect();

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(client, "/mcp", ("Host", "box:8080"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(client, "/mcp", ("Host", "box:8080"), ("Origin", "https://claude.example.org"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(client, "/mcp", ("Host", "evil.example"))).Status);
    }

    [Fact]
    public async Task A_request_without_a_token_or_with_a_wrong_one_is_401()
    {
        using var client = _host.Connect(token: null);
        using var wrong = _host.Connect("wrong");

        var none = await PostAsync(client, "/mcp");

        Assert.Equal(HttpStatusCode.Unauthorized, none.Status);
        Assert.Equal("unauthorized", none.Text("detail"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(wrong, "/mcp/")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(client, "/mcp?apiToken=wrong")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(client, "/mcp?apiToken=")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(wrong, "/mcp?apiToken=" + Uri.EscapeDataString(ApiHost.Token))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/status?apiToken=" + Uri.EscapeDataString(ApiHost.Token))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/mcp")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.DeleteAsync("/mcp")).Status);
    }

    [Theory]
    [InlineData("a%2Bb%2Fc%3D%25")]
    [InlineData("a+b/c=%25")]
    [InlineData("a+b/c=%")]
    public async Task A_token_in_the_query_is_decoded_and_stays_out_of_the_log(string written)
    {
        const string Token = "a+b/c=%";
        await using var host = await ApiHost.StartAsync(
            ("CLAUDE_MODE_API_TOKEN", Token),
            ("Logging__LogLevel__Default", "Trace"),
            ("Logging__LogLevel__Microsoft.AspNetCore", "Trace"),
            ("Logging__LogLevel__ModelContextProtocol.AspNetCore", "Trace"));
        using var client = host.Connect(token: null);

        var answer = await PostAsync(client, $"/mcp?x=1&apiToken={written}");
        var refused = await PostAsync(client, $"/mcp?apiToken={written}x");
        await using (var mcp = await McpClients.ConnectAsync(host, address: "/mcp?apiToken=" + written, token: null))
        {
            await mcp.CallAsync("list_files");
        }

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.DoesNotContain(Token, answer.BodyText + refused.BodyText, StringComparison.Ordinal);
        Assert.Contains("Microsoft.AspNetCore.Routing", host.Server.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, host.Server.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("apiToken", host.Server.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("a%2Bb", host.Server.Log, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Tokens_in_the_query_can_be_turned_off()
    {
        await using var host = await ApiHost.StartAsync(("CLAUDEBOX_MODE_API_QUERY_TOKEN", "0"));
        using var without = host.Connect(token: null);
        using var with = host.Connect();

        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(without, "/mcp?apiToken=" + Uri.EscapeDataString(ApiHost.Token))).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(with, "/mcp")).Status);
    }

    [Fact]
    public async Task A_body_above_the_limit_is_413()
    {
        await using var host = await ApiHost.StartAsync(("CLAUDEBOX_MAX_REQUEST_MB", "1"));
        using var client = host.Connect();

        var answer = await client.SendAsync(HttpMethod.Post, "/mcp", new StringContent(new string(' ', 2_000_000) + Initialize, Encoding.UTF8, "application/json"), Accept);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
    }

    private static (string Name, string Value) Accept => ("Accept", "application/json, text/event-stream");

    private static Task<ApiAnswer> PostAsync(ApiClient client, string target, params (string Name, string Value)[] headers) =>
        client.SendAsync(HttpMethod.Post, target, new StringContent(Initialize, Encoding.UTF8, "application/json"), [Accept, .. headers]);
}
