using Claudebox.Testing;

namespace Claudebox.Server.Tests.Api;

/// <summary>docs/http-api.md knows every route; that its examples work is a test of the image, which brings curl along.</summary>
public sealed class DocumentTests(SharedApi shared) : IClassFixture<SharedApi>
{
    [Fact]
    public async Task Every_route_is_in_the_document()
    {
        var document = await File.ReadAllTextAsync(Repository.PathOf("docs", "http-api.md"));
        using var client = shared.Host.Connect();

        var paths = (await client.GetAsync("/openapi/v1.json")).Json["paths"]!.AsObject().Select(p => p.Key);

        Assert.All(paths, path => Assert.Contains(
            path.Replace("{id}", "ID", StringComparison.Ordinal).Replace("{path}", "PATH", StringComparison.Ordinal), document, StringComparison.Ordinal));
    }
}
