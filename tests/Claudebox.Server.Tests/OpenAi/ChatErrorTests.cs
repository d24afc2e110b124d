using System.Globalization;
using System.Net;
using System.Text;
using Claudebox.Server.Tests.Api;

namespace Claudebox.Server.Tests.OpenAi;

/// <summary>Every failure is told in OpenAI's envelope, with the status that its clients expect.</summary>
public sealed class ChatErrorTests(SharedApi shared) : IClassFixture<SharedApi>, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly ApiHost _host = shared.Host;
    private readonly ChatClient _chat = new(shared.Host);

    public void Dispose() => _chat.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task Without_a_valid_token_nothing_is_read(string? token)
    {
        using var stranger = new ChatClient(_host, token);

        AssertError(await stranger.PostAsync(ChatClient.Request("[sim:text]")), HttpStatusCode.Unauthorized, "authentication_error", "invalid_api_key");
        AssertError(await stranger.Api.GetAsync("/openai/v1/models"), HttpStatusCode.Unauthorized, "authentication_error", "invalid_api_key");
    }

    [Fact]
    public async Task An_unknown_model_is_not_found()
    {
        var request = ChatClient.Request("[sim:text]");
        request["model"] = "openai/gpt-4o";

        var error = AssertError(await _chat.PostAsync(request), HttpStatusCode.NotFound, "invalid_request_error", "model_not_found");
        Assert.Equal("model", error["param"]!.GetValue<string>());
        Assert.Contains("gpt-4o", error["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_routes_methods_and_bodies_have_the_envelope_too()
    {
        AssertError(await _chat.Api.PostAsync("/openai/v1/embeddings"), HttpStatusCode.NotFound, "invalid_request_error", "unknown_url");
        AssertError(await _chat.Api.GetAsync(ChatClient.Path), HttpStatusCode.MethodNotAllowed, "invalid_request_error", "unknown_url");
        foreach (var body in new[] { "", "{", "[]", "null", "\"text\"" })
        {
            var answer = await _chat.Api.SendAsync(HttpMethod.Post, ChatClient.Path, new StringContent(body));
            AssertError(answer, HttpStatusCode.BadRequest, "invalid_request_error", "invalid_request");
        }

        var bytes = await _chat.Api.SendAsync(HttpMethod.Post, ChatClient.Path, new ByteArrayContent([(byte)'"', 0xC3, (byte)'"']));
        AssertError(bytes, HttpStatusCode.BadRequest, "invalid_request_error", "invalid_request");
    }

    [Fact]
    public async Task A_busy_workspace_is_a_conflict()
    {
        var id = await _chat.Api.SubmitAsync("[sim:text gate=busy-openai]", "busy-openai");

        var answer = await _chat.PostAsync(ChatClient.Request("[sim:text]"), ("X-Claude-Workspace", "busy-openai"));

        _host.Model.OpenGate("busy-openai");
        AssertError(answer, HttpStatusCode.Conflict, "conflict_error", "workspace_busy");
        await _chat.Api.WaitForResultAsync(id);
    }

    [Theory]
    [InlineData("[sim:error status=401 should-retry=false]", HttpStatusCode.BadGateway, "api_error", "authentication_failed")]
    [InlineData("[sim:error status=429 should-retry=false]", HttpStatusCode.TooManyRequests, "rate_limit_error", "rate_limit_exceeded")]
    [InlineData("[sim:error status=500 should-retry=false]", HttpStatusCode.InternalServerError, "server_error", "claude_failed")]
    [InlineData("[sim:error status=529]", HttpStatusCode.ServiceUnavailable, "server_error", "overloaded")]
    public async Task A_run_that_fails_has_the_status_of_its_failure_and_is_not_repeated_by_clients(
        string prompt, HttpStatusCode status, string type, string code)
    {
        var answer = await _chat.PostAsync(ChatClient.Request(prompt));

        AssertError(answer, status, type, code);
        Assert.Equal("false", answer.Headers.GetValues("x-should-retry").Single());
        if (status == HttpStatusCode.TooManyRequests)
        {
            Assert.True(int.Parse(answer.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture) > 0);
        }
    }

    [Fact]
    public async Task A_schema_that_is_not_met_is_an_error()
    {
        var request = ChatClient.Request("[sim:schema-never]");
        request["response_format"] = new System.Text.Json.Nodes.JsonObject { ["type"] = "json_object" };

        AssertError(await _chat.PostAsync(request), HttpStatusCode.UnprocessableEntity, "invalid_request_error", "schema_unsatisfied");
    }

    [Fact]
    public async Task A_cancelled_run_is_a_conflict_of_its_own_type()
    {
        var post = _chat.PostAsync(ChatClient.Request("[sim:silence] cancel-me"));
        await _host.Model.WaitForRequestAsync(r => r.PromptText.Contains("cancel-me", StringComparison.Ordinal), Limit);
        var runs = (await _chat.Api.GetAsync("/status")).Json["runs"]!.AsArray();
        var id = runs.Single(r => r!["workspace"]!.GetValue<string>().Contains("-private/", StringComparison.Ordinal))!["runId"]!.GetValue<string>();

        await _chat.Api.PostAsync($"/runs/{id}/cancel");

        AssertError(await post.WaitAsync(Limit), HttpStatusCode.Conflict, "cancelled", "run_cancelled");
    }

    [Fact]
    public async Task More_calls_than_may_wait_are_turned_away_with_a_time_to_come_back()
    {
        await using var small = await ApiHost.StartAsync(("CLAUDEBOX_MAX_RUNS", "1"), ("CLAUDEBOX_MAX_QUEUED", "1"));
        using var chat = new ChatClient(small);
        var posts = Enumerable.Range(0, 5).Select(_ => chat.PostAsync(ChatClient.Request("[sim:text gate=small]"))).ToList();
        while (posts.Count(p => p.IsCompleted) < 3)
        {
            await Task.WhenAny(posts.Where(p => !p.IsCompleted)).WaitAsync(Limit);
        }

        small.Model.OpenGate("small");
        var answers = await Task.WhenAll(posts);

        Assert.Equal(2, answers.Count(a => a.Status == HttpStatusCode.OK));
        foreach (var refused in answers.Where(a => a.Status != HttpStatusCode.OK))
        {
            AssertError(refused, HttpStatusCode.TooManyRequests, "rate_limit_error", "rate_limit_exceeded");
            Assert.Equal("5", refused.Headers.GetValues("Retry-After").Single());
        }
    }

    [Fact]
    public async Task A_body_above_the_limit_is_refused_in_the_same_form()
    {
        await using var small = await ApiHost.StartAsync(("CLAUDEBOX_MAX_REQUEST_MB", "1"));
        using var chat = new ChatClient(small);

        var answer = await chat.PostAsync(ChatClient.Request(new StringBuilder().Append('x', 2_000_000).ToString()));

        AssertError(answer, HttpStatusCode.RequestEntityTooLarge, "invalid_request_error", "request_too_large");
    }

    private static System.Text.Json.Nodes.JsonNode AssertError(ApiAnswer answer, HttpStatusCode status, string type, string code)
    {
        Assert.True(answer.Status == status, $"{answer.Status}: {answer.BodyText}");
        Assert.Equal("application/json", answer.ContentHeaders.ContentType!.MediaType);
        var error = Assert.Single(answer.Json).Value!;
        Assert.Equal(["message", "type", "param", "code"], error.AsObject().Select(m => m.Key));
        Assert.Equal(type, error["type"]!.GetValue<string>());
        Assert.Equal(code, error["code"]!.GetValue<string>());
        Assert.NotEmpty(error["message"]!.GetValue<string>());
        return error;
    }
}
