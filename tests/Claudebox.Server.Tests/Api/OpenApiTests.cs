using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Claudebox.Server.Tests.Api;

/// <summary>The document is complete enough to make a client from, and the page shows it without help from elsewhere.</summary>
public sealed partial class OpenApiTests(SharedApi shared) : IClassFixture<SharedApi>, IDisposable
{
    private readonly ApiClient _client = shared.Host.Connect();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Every_route_has_a_name_schemas_and_its_failures()
    {
        var document = (await _client.GetAsync("/openapi/v1.json")).Json;
        var operations = document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(o => (Route: $"{o.Key} {path.Key}", Path: path.Key, Operation: o.Value!)))
            .ToList();

        Assert.StartsWith("3.1", document["openapi"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(
            [
                "delete /files/{path}", "delete /sessions", "delete /sessions/{id}", "get /files", "get /files/{path}", "get /health", "get /ready",
                "get /run/result", "get /runs", "get /runs/{id}", "get /runs/{id}/events", "get /sessions", "get /status", "post /run",
                "post /run/cancel", "post /runs/{id}/cancel", "put /files/{path}",
            ],
            operations.Select(o => o.Route).Order(StringComparer.Ordinal));
        Assert.Equal(operations.Count, operations.Select(o => o.Operation["operationId"]!.GetValue<string>()).Distinct().Count());
        foreach (var (route, path, operation) in operations)
        {
            Assert.False(string.IsNullOrEmpty(operation["summary"]?.GetValue<string>()), route);
            foreach (var (status, response) in operation["responses"]!.AsObject())
            {
                Assert.True(status == "304" || response!["content"]!.AsObject().All(c => c.Value!["schema"] is not null), $"{route} {status}");
            }

            Assert.Contains("200", operation["responses"]!.AsObject().Select(r => r.Key));
            Assert.Equal(
                RouteParameter().Matches(path).Select(m => m.Groups[1].Value),
                operation["parameters"]?.AsArray().Where(p => p!["in"]!.GetValue<string>() == "path").Select(p => p!["name"]!.GetValue<string>()) ?? []);
            Assert.True(!route.StartsWith("put ", StringComparison.Ordinal) && route != "post /run" || operation["requestBody"]!["content"] is JsonObject { Count: > 0 }, route);
        }
    }

    [Fact]
    public async Task Every_reference_leads_somewhere_and_the_request_shows_its_fields()
    {
        var answer = await _client.GetAsync("/openapi/v1.json");
        var schemas = answer.Json["components"]!["schemas"]!.AsObject();

        Assert.All(Reference().Matches(answer.BodyText), r => Assert.True(schemas.ContainsKey(r.Groups[1].Value), r.Value));
        var request = schemas["RunRequest"]!;
        Assert.Equal(["prompt"], request["required"]!.AsArray().Select(r => r!.GetValue<string>()));
        Assert.Superset(
            new HashSet<string> { "prompt", "workspace", "model", "systemPrompt", "appendSystemPrompt", "jsonSchema", "effort", "noContinue", "resume", "async", "wait" },
            request["properties"]!.AsObject().Select(p => p.Key).ToHashSet());
        Assert.Contains("409", answer.Json["paths"]!["/run"]!["post"]!["responses"]!.AsObject().Select(r => r.Key));
        Assert.Equal("bearer", answer.Json["components"]!["securitySchemes"]!["token"]!["scheme"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_real_result_is_what_the_document_says()
    {
        var schemas = (await _client.GetAsync("/openapi/v1.json")).Json["components"]!["schemas"]!;
        var result = await _client.RunAsync("[sim:text]", "documented", ("outputFormat", "json-verbose"));

        var known = schemas["RunResultDocument"]!["properties"]!.AsObject().Select(p => p.Key).ToHashSet();
        Assert.Equal(HttpStatusCode.OK, result.Status);
        Assert.Superset(new HashSet<string> { "runId", "workspace", "result", "sessionId", "totalCostUsd", "usage", "turns", "system" }, known);
        foreach (var name in known.Except(["status", "error", "structuredOutput"]))
        {
            Assert.True(result.Json.ContainsKey(name), name);
        }
    }

    [Fact]
    public async Task The_page_loads_nothing_from_elsewhere()
    {
        var page = await _client.GetAsync("/reference/");
        var sources = Source().Matches(page.BodyText).Select(m => m.Groups[1].Value).ToList();

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.NotEmpty(sources);
        Assert.All(sources, source => Assert.DoesNotContain("//", source, StringComparison.Ordinal));
        foreach (var source in sources)
        {
            Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync("/reference/" + source)).Status);
        }
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex RouteParameter();

    [GeneratedRegex("""#/components/schemas/(\w+)""")]
    private static partial Regex Reference();

    [GeneratedRegex(@"(?:src|href)=""([^""]+)""")]
    private static partial Regex Source();
}
