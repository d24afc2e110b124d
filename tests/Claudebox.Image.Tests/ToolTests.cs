using Claudebox.Testing;

namespace Claudebox.Image.Tests;

/// <summary>What the minimal image holds, as the user claude finds it.</summary>
[Collection(ImageCollection.Name)]
public sealed class ToolTests(ToolTests.OneBox one) : IClassFixture<ToolTests.OneBox>
{
    [Theory]
    [InlineData("^git version 2", "git", "--version")]
    [InlineData("^curl [78]", "curl", "--version")]
    [InlineData("^GNU Wget", "wget", "--version")]
    [InlineData("^jq-1", "jq", "--version")]
    [InlineData(@"^v22\.", "node", "--version")]
    [InlineData(@"^1\d\.", "npm", "--version")]
    [InlineData("^Docker version", "docker", "--version")]
    [InlineData("^Docker Compose version v?2", "docker", "compose", "version")]
    [InlineData("^Sudo version", "sudo", "--version")]
    [InlineData("^0$", "sudo", "-n", "id", "-u")]
    [InlineData("^claude$", "id", "-un")]
    public async Task A_tool_answers(string expected, params string[] command)
    {
        var (code, output, error) = await one.Box.ExecAsync("claude", command);

        Assert.True(code == 0, error);
        Assert.Matches(expected, output.Trim());
    }

    [Fact]
    public async Task Claude_Code_is_the_pinned_one()
    {
        var pinned = (await File.ReadAllTextAsync(Repository.PathOf("image", "claude-code.version"))).Trim();

        var (_, output, _) = await one.Box.ExecAsync("claude", "claude", "--version");

        Assert.Equal($"{pinned} (Claude Code)", output.Trim());
    }

    [Theory]
    [InlineData("go")]
    [InlineData("terraform")]
    public async Task What_belongs_to_the_full_image_is_not_here(string program)
    {
        var (code, output, _) = await one.Box.ExecAsync("claude", "sh", "-c", "command -v \"$1\"; ls -d /usr/local/\"$1\"", "sh", program);

        Assert.NotEqual(0, code);
        Assert.Equal("", output);
    }

    [Theory]
    [InlineData("github.com")]
    [InlineData("gitlab.com")]
    [InlineData("bitbucket.org")]
    public async Task The_host_keys_of_a_forge_are_known(string host)
    {
        var (code, _, error) = await one.Box.ExecAsync("claude", "ssh-keygen", "-F", host, "-f", "/etc/ssh/ssh_known_hosts");

        Assert.True(code == 0, error);
    }

    [Fact]
    public async Task Labels_say_what_the_image_is()
    {
        var labels = await DockerCli.RunAsync(
            "image", "inspect", "--format",
            """{{index .Config.Labels "claudebox.version"}} {{index .Config.Labels "claudebox.variant"}} {{index .Config.Labels "claudebox.protocol"}}""",
            ImageFixture.Image);

        Assert.Equal($"{ImageFixture.Version} minimal 1", labels.Trim());
    }

    /// <summary>The container that these tests look into.</summary>
    public sealed class OneBox(ImageFixture image) : IAsyncLifetime
    {
        internal Box Box { get; } = new(image);

        public async ValueTask InitializeAsync()
        {
            HostFiles.ChangeOwner("1000:1000", Box.Workspace);
            HostFiles.ChangeOwner("1000:1000", Box.Data);
            await Box.OpenAsync();
        }

        public ValueTask DisposeAsync() => Box.DisposeAsync();
    }
}
