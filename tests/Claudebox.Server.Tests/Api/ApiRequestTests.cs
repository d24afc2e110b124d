using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Claudebox.Server.Tests.Api;

/// <summary>What requests may hold; with a double that shows how Claude Code is called.</summary>
public sealed class ApiRequestTests(ApiRequestTests.Double server) : IClassFixture<ApiRequestTests.Double>, IDisposable
{
    private const string Session = "11111111-1111-4111-8111-111111111111";

    private readonly ApiClient _client = server.Host.Connect();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Every_field_is_understood_in_both_spellings()
    {
        var fields = new (string Camel, string Snake, JsonNode Value)[]
        {
            ("prompt", "prompt", "hello"), ("workspace", "workspace", "spellings"), ("createWorkspace", "create_workspace", true),
            ("model", "model", "sonnet[1m]"), ("systemPrompt", "system_prompt", "SYSTEM"), ("appendSystemPrompt", "append_system_prompt", "APPENDED"),
            ("jsonSchema", "json_schema", """{"type":"object"}"""), ("effort", "effort", "high"), ("noContinue", "no_continue", true),
            ("maxBudgetUsd", "max_budget_usd", 1.5m), ("maxTurns", "max_turns", 7), ("timeoutSeconds", "timeout_seconds", 60),
        };
        var camel = await CallAsync(new JsonObject(fields.Select(f => KeyValuePair.Create(f.Camel, (JsonNode?)f.Value.DeepClone()))));
        var snake = await CallAsync(new JsonObject(fields.Select(f => KeyValuePair.Create(f.Snake, (JsonNode?)f.Value.DeepClone()))));

        Assert.Equal(camel, snake);
        foreach (var expected in new[]
        {
            "--model\nsonnet[1m]\n", "--effort\nhigh\n", "--json-schema\n{\"type\":\"object\"}\n", "--max-turns\n7\n", "--max-budget-usd\n1.5\n",
            "system:SYSTEM\n", "APPENDED\n", "\"hello\"",
        })
        {
            Assert.Contains(expected, camel, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_continue_is_a_new_session_and_resume_needs_one_that_exists()
    {
        var camel = await CallAsync(new JsonObject { ["prompt"] = "x", ["noContinue"] = true });
        var missing = await _client.RunAsync(new JsonObject { ["prompt"] = "x", ["resume"] = Session });

        Assert.Contains("--session-id", camel, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.NotFound, "SessionNotFound"), (missing.Status, missing.Text("code")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("{\"prompt\":null}")]
    [InlineData("{\"prompt\":[\"x\"]}")]
    [InlineData("{\"prompt\":{}}")]
    [InlineData("{\"prompt\":true}")]
    [InlineData("{\"prompt\":\"x\",\"workspace\":5}")]
    [InlineData("{\"prompt\":\"x\",\"workspace\":\"a\\u0000b\"}")]
    [InlineData("{\"prompt\":\"x\",\"model\":\"a\\u0000b\"}")]
    [InlineData("{\"prompt\":\"x\",\"jsonSchema\":\"\\u0000\"}")]
    [InlineData("{\"prompt\":\"x\",\"effort\":\"\\u0000\"}")]
    [InlineData("{\"prompt\":\"x\",\"async\":\"yes\"}")]
    [InlineData("{\"prompt\":\"x\",\"timeoutSeconds\":1e400}")]
    [InlineData("{\"prompt\":\"x\",\"maxTurns\":99999999999999999999}")]
    [InlineData("{\"prompt\":\"\\ud800\"}")]
    [InlineData("{\"prompt\":\"x\",\"environment\":[]}")]
    [InlineData("{\"prompt\":\"x\",\"environment\":{\"LD_PRELOAD\":\"/tmp/x.so\"}}")]
    [InlineData("{\"prompt\":\"x\",\"origin\":\"interactive\"}")]
    [InlineData("{\"prompt\":\"x\",\"origin\":\"prog\"}")]
    [InlineData("{\"prompt\":\"x\"")]
    public async Task A_request_that_cannot_be_is_refused_in_a_sentence(string body)
    {
        var answer = await PostAsync(Encoding.UTF8.GetBytes(body));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.EndsWith(".", answer.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_and_depth_without_end_are_refused_too()
    {
        byte[][] bodies = [[0], [0xff, 0xfe, 0x00], [.. "{\"prompt\":\""u8, 0xff, .. "\"}"u8], Encoding.UTF8.GetBytes("{\"prompt\":" + new string('[', 100_000))];
        foreach (var body in bodies)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(body)).Status);
        }
    }

    [Theory]
    [InlineData("prompt")]
    [InlineData("systemPrompt")]
    [InlineData("appendSystemPrompt")]
    public async Task A_NUL_in_a_text_reaches_Claude_Code_or_is_refused_and_never_breaks_the_server(string field)
    {
        var answer = await _client.RunAsync(new JsonObject { ["prompt"] = "x", [field] = "a\0b" });

        Assert.Contains(answer.Status, new[] { HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity });
    }

    [Fact]
    public async Task A_client_has_lineages_of_its_own_below_api()
    {
        var answer = await _client.RunAsync(new JsonObject { ["prompt"] = "x", ["origin"] = "api:billing" });

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("api:billing", (await _client.GetAsync("/runs/" + answer.Text("runId"))).Text("origin"));
    }

    [Fact]
    public async Task A_variable_of_a_request_reaches_its_run()
    {
        var call = await CallAsync(new JsonObject { ["prompt"] = "x", ["environment"] = new JsonObject { ["FROM_REQUEST"] = "here" } });

        Assert.Contains("variable:here\n", call, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_and_a_method_that_does_not_fit_are_problems_too()
    {
        var missing = await _client.GetAsync("/runs/unknown");
        var route = await _client.GetAsync("/nothing");
        var method = await _client.SendAsync(HttpMethod.Delete, "/run", null);

        Assert.Equal((HttpStatusCode.NotFound, "RunNotFound"), (missing.Status, missing.Text("code")));
        Assert.Equal((HttpStatusCode.NotFound, "NotFound"), (route.Status, route.Text("code")));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, method.Status);
        Assert.All([missing, route, method], a => Assert.Equal("application/problem+json", a.ContentHeaders.ContentType!.MediaType));
    }

    private Task<ApiAnswer> PostAsync(byte[] body) => _client.SendAsync(HttpMethod.Post, "/run", new ByteArrayContent(body));

    // The double's answer is how it was called; what differs from call to call is taken out.
    private async Task<string> CallAsync(JsonObject request)
    {
        var answer = await _client.RunAsync(request);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.BodyText);
        return System.Text.RegularExpressions.Regex.Replace(
            Encoding.UTF8.GetString(Convert.FromBase64String(answer.Text("result"))), @"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", "ID");
    }

    /// <summary>A server with a double that answers with its arguments, its texts and its prompt.</summary>
    public sealed class Double : IAsyncLifetime
    {
        private ApiHost? _host;

        public ApiHost Host => _host!;

        public async ValueTask InitializeAsync() => _host = await ApiHost.StartDoubleAsync("""
            read -r prompt
            call=$(
                printf '%s\n' "$@" "variable:$FROM_REQUEST" "$prompt"
                while (($#)); do
                    case $1 in
                        --system-prompt-file) printf 'system:%s\n' "$(cat "$2" | tr -d '\0')" ;;
                        --append-system-prompt-file) printf 'append:%s\n' "$(cat "$2" | tr -d '\0')" ;;
                    esac
                    shift
                done
            )
            echo '{"type":"system","subtype":"init","session_id":"11111111-1111-4111-8111-111111111111","model":"m"}'
            printf '{"type":"result","subtype":"success","is_error":false,"num_turns":1,"structured_output":{},"result":"%s"}\n' "$(base64 -w0 <<< "$call")"
            """);

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
