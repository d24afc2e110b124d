using System.Runtime.Versioning;
using System.Text;
using Claudebox.Docker.Tests.Support;
using Claudebox.Runs;

namespace Claudebox.Docker.Tests.Images;

[SupportedOSPlatform("linux")]
public sealed class RegistryLoginTests(EngineFixture fixture)
{
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(fixture.Root, Guid.NewGuid().ToString("N"))).FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ubuntu", "https://index.docker.io/v1/")]
    [InlineData("team/claudebox:1", "https://index.docker.io/v1/")]
    [InlineData("registry.example/claudebox:1", "registry.example")]
    [InlineData("127.0.0.1:5000/a/b@sha256:0", "127.0.0.1:5000")]
    [InlineData("localhost/claudebox", "localhost")]
    public void The_registry_is_the_first_part_of_the_name(string reference, string registry) => Assert.Equal(registry, RegistryLogin.RegistryOf(reference));

    [Theory]
    [InlineData("registry.example/claudebox", "registry.example/claudebox:latest")]
    [InlineData("registry:5000/claudebox", "registry:5000/claudebox:latest")]
    [InlineData("registry:5000/claudebox:1", "registry:5000/claudebox:1")]
    [InlineData("claudebox@sha256:0", "claudebox@sha256:0")]
    public void Never_all_tags_of_a_name_are_pulled(string reference, string pulled) => Assert.Equal(pulled, ImagePull.WithTag(reference));

    [Theory]
    [InlineData("registry.example")]
    [InlineData("https://registry.example/v1/")]
    public async Task A_login_that_Docker_keeps_itself_is_found(string key)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes("user:pass:word"));
        await WriteAsync($$$"""{"auths":{"other.example":{"auth":"AAAA"},"{{{key}}}":{"auth":"{{{encoded}}}"} } }""");

        var login = await FindAsync("registry.example/a");

        Assert.Equal(("user", "pass:word"), (login!.Username, login.Password));
        Assert.Null(await FindAsync("third.example/a"));
        Assert.Null(await FindAsync("a"));
    }

    [Fact]
    public async Task A_token_takes_the_place_of_a_password()
    {
        await WriteAsync("""{"auths":{"registry.example":{"auth":"","identitytoken":"t0ken"}}}""");

        Assert.Equal("t0ken", (await FindAsync("registry.example/a"))!.IdentityToken);
    }

    [Fact]
    public async Task A_helper_is_asked_and_its_silence_is_no_login()
    {
        var name = $"tests-{Guid.NewGuid():N}";
        var program = $"/usr/local/bin/docker-credential-{name}";
        await File.WriteAllTextAsync(program, "#!/bin/sh\nread -r host\n[ \"$1 $host\" = 'get registry.example' ] || exit 1\necho '{\"ServerURL\":\"x\",\"Username\":\"u\",\"Secret\":\"s\"}'\n", Token);
        File.SetUnixFileMode(program, HostFile.Program);
        try
        {
            await WriteAsync($$$"""{"credsStore":"{{{name}}}","auths":{"registry.example":{},"other.example":{} } }""");

            var login = await FindAsync("registry.example/a");

            Assert.Equal(("u", "s"), (login!.Username, login.Password));
            Assert.Null(await FindAsync("other.example/a"));
        }
        finally
        {
            File.Delete(program);
        }
    }

    [Theory]
    [InlineData("""{"credHelpers":{"registry.example":"does-not-exist"}}""")]
    [InlineData("""{"credsStore":"../../bin/sh"}""")]
    [InlineData("{}")]
    public async Task Without_a_login_the_registry_decides(string configuration)
    {
        await WriteAsync(configuration);

        Assert.Null(await FindAsync("registry.example/a"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"auths":5}""")]
    [InlineData("""{"auths":{"registry.example":{"auth":"%%%"}}}""")]
    public async Task A_configuration_that_cannot_be_read_is_named(string configuration)
    {
        await WriteAsync(configuration);

        var failure = await Assert.ThrowsAsync<ClaudeboxException>(() => FindAsync("registry.example/a"));

        Assert.Contains(Path.Combine(_folder, "config.json"), failure.Message, StringComparison.Ordinal);
    }

    private Task WriteAsync(string content) => File.WriteAllTextAsync(Path.Combine(_folder, "config.json"), content, Token);

    private Task<global::Docker.DotNet.Models.AuthConfig?> FindAsync(string reference) => new RegistryLogin(_folder).FindAsync(reference, Token);
}
