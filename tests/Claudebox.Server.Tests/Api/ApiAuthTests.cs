using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Claudebox.Server.Tests.Api;

/// <summary>Who is let in over TCP.</summary>
public sealed class ApiAuthTests(SharedApi shared) : IClassFixture<SharedApi>
{
    private readonly ApiHost _host = shared.Host;

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    [InlineData("")]
    [InlineData(ApiHost.Token + "x")]
    public async Task Without_the_token_only_health_answers(string? token)
    {
        using var client = _host.Connect(token is { Length: > 0 } ? token : null);
        (string, string)[] headers = token == "" ? [("Authorization", "Bearer ")] : [];

        foreach (var (method, path) in new[]
        {
            (HttpMethod.Get, "/status"), (HttpMethod.Post, "/run"), (HttpMethod.Get, "/run/result?runId=x"), (HttpMethod.Post, "/run/cancel"),
            (HttpMethod.Get, "/runs"), (HttpMethod.Get, "/files"), (HttpMethod.Put, "/files/x"), (HttpMethod.Delete, "/files/x"),
            (HttpMethod.Get, "/sessions"), (HttpMethod.Get, "/openapi/v1.json"), (HttpMethod.Get, "/reference/"), (HttpMethod.Get, "/nothing/here"),
            (HttpMethod.Options, "/run"),
        })
        {
            var answer = await client.SendAsync(method, path, null, headers);
            Assert.True(answer.Status == HttpStatusCode.Unauthorized, $"{method} {path}: {answer.Status}");
            Assert.Equal("unauthorized", answer.Text("detail"));
            Assert.Contains("Bearer", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health")).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/ready")).Status);
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("bearer")]
    public async Task The_token_opens_it_whatever_the_case_of_the_scheme(string scheme)
    {
        using var client = _host.Connect(token: null);

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/status", ("Authorization", $"{scheme} {ApiHost.Token}"))).Status);
    }

    [Fact]
    public async Task Nothing_of_a_body_is_read_without_the_token()
    {
        var answer = await ExchangeAsync($"PUT /files/big HTTP/1.1\r\nHost: x\r\nContent-Length: {1L << 30}\r\n\r\n");

        var sent = await ExchangeAsync($"PUT /files/big HTTP/1.1\r\nHost: x\r\nContent-Length: {1L << 30}\r\n\r\n" + new string('x', 8192));
        var run = await ExchangeAsync("POST /run HTTP/1.1\r\nHost: x\r\nContent-Length: 8192\r\n\r\n" + new string('{', 8192));

        // To wait for the rest, or to say what is wrong with the body, it would have to be read.
        Assert.All([answer, sent, run], a => Assert.StartsWith("HTTP/1.1 401 ", a, StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(_host.Root, "big")));
    }

    [Fact]
    public async Task The_password_of_basic_authentication_opens_the_reference_and_nothing_else()
    {
        using var client = _host.Connect(token: null);
        var basic = ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("anyone:" + ApiHost.Token)));

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/openapi/v1.json", basic)).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/reference/", basic)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/status", basic)).Status);
    }

    [Fact]
    public async Task What_the_containers_own_socket_is_for_does_not_exist_over_TCP()
    {
        using var client = _host.Connect();

        var answer = await client.SendAsync(HttpMethod.Put, "/credentials", new StringContent("{\"tokens\":[]}"));

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await client.SendAsync(HttpMethod.Post, "/terminals", new StringContent("{}"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/status")).Status);
    }

    [Fact]
    public async Task With_a_token_every_host_name_is_served()
    {
        using var client = _host.Connect();

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/status", ("Host", "claude.example.org"))).Status);
    }

    [Fact]
    public async Task Several_tokens_open_it_and_a_file_of_tokens_is_read_again_when_it_changes()
    {
        await using var host = await ApiHost.StartAsync(
            (_, data) => File.WriteAllText(Path.Combine(data, "tokens"), "from-file\n"),
            ("CLAUDE_MODE_API_TOKEN", ""), ("CLAUDEBOX_MODE_API_TOKEN", "old , new"), ("CLAUDEBOX_MODE_API_TOKEN_FILE", ServerHost.InRoot("data/tokens")));
        async Task<HttpStatusCode> StatusAsync(string token)
        {
            using var client = host.Connect(token);
            return (await client.GetAsync("/status")).Status;
        }

        foreach (var token in new[] { "old", "new", "from-file" })
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(token));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("old , new"));
        await File.WriteAllTextAsync(Path.Combine(host.Server.Data, "tokens"), "rotated,also");
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized],
            [await StatusAsync("rotated"), await StatusAsync("also"), await StatusAsync("from-file")]);

        // A file that vanishes closes the door; it does not open it.
        File.Delete(Path.Combine(host.Server.Data, "tokens"));
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.OK], [await StatusAsync("rotated"), await StatusAsync("new")]);
    }

    /// <summary>As orchestrators rotate secrets: the link stays and leads elsewhere.</summary>
    [Fact]
    public async Task A_link_that_leads_to_another_file_of_tokens_is_followed()
    {
        await using var host = await ApiHost.StartAsync(
            (_, data) =>
            {
                File.WriteAllText(Path.Combine(data, "first"), "token-1");
                File.WriteAllText(Path.Combine(data, "second"), "token-2");
                Directory.CreateSymbolicLink(Path.Combine(data, "tokens"), "first");
            },
            ("CLAUDE_MODE_API_TOKEN", ""), ("CLAUDEBOX_MODE_API_TOKEN_FILE", ServerHost.InRoot("data/tokens")));
        using var first = host.Connect("token-1");
        using var second = host.Connect("token-2");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), ((await first.GetAsync("/status")).Status, (await second.GetAsync("/status")).Status));

        Directory.CreateSymbolicLink(Path.Combine(host.Server.Data, "next"), "second");
        File.Move(Path.Combine(host.Server.Data, "next"), Path.Combine(host.Server.Data, "tokens"), overwrite: true);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), ((await first.GetAsync("/status")).Status, (await second.GetAsync("/status")).Status));
    }

    [Theory]
    [InlineData("CLAUDE_MODE_API_PORT", "eighty")]
    [InlineData("CLAUDEBOX_MODE_API_PORT", "70000")]
    [InlineData("CLAUDE_MODE_API", "maybe")]
    [InlineData("CLAUDE_MODE_API_TOKEN", " , ")]
    [InlineData("CLAUDEBOX_MODE_API_TOKEN_FILE", "/nowhere/token")]
    public async Task A_setting_that_cannot_be_ends_the_start_and_is_named(string name, string value)
    {
        using var process = _host.Server.StartProcess((name, value));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        var error = await process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);

        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains(name, error, StringComparison.Ordinal);
        Assert.DoesNotContain(" at Claudebox", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CLAUDE_MODE_API", "yes")]
    [InlineData("CLAUDEBOX_MODE_API", "TRUE")]
    public async Task Both_generations_of_names_turn_it_on(string name, string value)
    {
        await using var host = await ApiHost.StartAsync(("CLAUDE_MODE_API", ""), (name, value));
        using var client = host.Connect();

        var health = (await client.GetAsync("/health")).Json;

        Assert.Equal(("ok", "server"), (health["status"]!.GetValue<string>(), health["role"]!.GetValue<string>()));
    }

    private async Task<string> ExchangeAsync(string request)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, _host.Port, limit.Token);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), limit.Token);
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, await socket.GetStream().ReadAsync(buffer, limit.Token));
    }
}
