using System.Net;
using Claudebox.Server.Tests.Api;

namespace Claudebox.Server.Tests.OpenAi;

/// <summary>Web pages of other origins as clients.</summary>
public sealed class CorsTests
{
    private const string Page = "https://chat.example.com";

    private static readonly (string Name, string Value)[] Preflight =
    [
        ("Origin", Page), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,content-type"),
    ];

    [Fact]
    public async Task Pages_of_other_origins_are_not_let_in_by_default()
    {
        await using var host = await ApiHost.StartAsync();
        using var stranger = host.Connect(token: null);
        using var chat = new ChatClient(host);

        var preflight = await stranger.SendAsync(HttpMethod.Options, ChatClient.Path, null, Preflight);
        var models = await chat.Api.GetAsync("/openai/v1/models", ("Origin", Page));

        Assert.NotEqual(HttpStatusCode.NoContent, preflight.Status);
        Assert.False(preflight.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False(models.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Pages_that_the_setting_names_may_use_an_API_with_and_without_a_token()
    {
        foreach (var token in new[] { ApiHost.Token, "" })
        {
            await using var host = await ApiHost.StartAsync(("CLAUDE_MODE_API_TOKEN", token), ("CLAUDEBOX_MODE_API_CORS_ORIGINS", Page + ", http://localhost:3000"));
            using var stranger = host.Connect(token: null);
            using var page = host.Connect(token.Length > 0 ? token : null);

            var preflight = await stranger.SendAsync(HttpMethod.Options, ChatClient.Path, null, Preflight);
            var other = await stranger.SendAsync(HttpMethod.Options, ChatClient.Path, null, [("Origin", "https://evil.example.com"), .. Preflight[1..]]);
            var models = await page.GetAsync("/openai/v1/models", ("Origin", Page));
            var refused = await host.Connect("wrong").GetAsync("/openai/v1/models", ("Origin", Page));

            Assert.Equal(HttpStatusCode.NoContent, preflight.Status);
            Assert.Equal(Page, preflight.Headers.GetValues("Access-Control-Allow-Origin").Single());
            Assert.Contains("authorization", string.Concat(preflight.Headers.GetValues("Access-Control-Allow-Headers")), StringComparison.OrdinalIgnoreCase);
            Assert.Contains("POST", string.Concat(preflight.Headers.GetValues("Access-Control-Allow-Methods")), StringComparison.Ordinal);
            Assert.False(other.Headers.Contains("Access-Control-Allow-Origin"));
            Assert.Equal(HttpStatusCode.OK, models.Status);
            Assert.Equal(Page, models.Headers.GetValues("Access-Control-Allow-Origin").Single());
            Assert.Equal(token.Length > 0 ? HttpStatusCode.Unauthorized : HttpStatusCode.OK, refused.Status);
            Assert.Equal(Page, refused.Headers.GetValues("Access-Control-Allow-Origin").Single());
        }
    }
}
