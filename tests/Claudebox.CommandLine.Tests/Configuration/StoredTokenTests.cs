using Claudebox.Docker;
using Claudebox.Runs;

namespace Claudebox.CommandLine.Tests.Configuration;

/// <summary>The token that a user chose to keep.</summary>
public sealed class StoredTokenTests : IDisposable
{
    private const string Token = "sk-ant-oat01-0123456789_abcdefghij-KLMNOP";
    private readonly string _folder = Directory.CreateTempSubdirectory("claudebox-token-").FullName;

    private Dictionary<string, string> Variables => new() { ["XDG_CONFIG_HOME"] = _folder, ["OTHER"] = "kept" };

    [Fact]
    public async Task It_stands_in_where_no_credential_is_set_and_only_there()
    {
        var stored = StoredToken.Of(Variables);
        Assert.Same(Variables.GetType(), StoredToken.AddTo(Variables).GetType());
        Assert.DoesNotContain("CLAUDE_CODE_OAUTH_TOKEN", StoredToken.AddTo(Variables).Keys);

        await stored.WriteAsync(Token, TestContext.Current.CancellationToken);

        Assert.Equal(Path.Combine(_folder, "claudebox", "oauth-token"), stored.Path);
        var added = StoredToken.AddTo(Variables);
        Assert.Equal((Token, "kept"), (added["CLAUDE_CODE_OAUTH_TOKEN"], added["OTHER"]));
        foreach (var name in (string[])["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDEBOX_ENV_ANTHROPIC_API_KEY", "CLAUDE_ENV_CLAUDE_CODE_OAUTH_TOKEN"])
        {
            var set = Variables;
            set[name] = "set";
            Assert.Same(set, StoredToken.AddTo(set));
        }

        Assert.True(stored.Delete());
        Assert.False(stored.Delete());
        Assert.Null(stored.Read());
    }

    [Fact]
    public async Task Only_its_owner_can_read_it()
    {
        var stored = StoredToken.Of(Variables);
        await stored.WriteAsync(Token, TestContext.Current.CancellationToken);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(stored.Path));
        }

        Assert.Equal([stored.Path], Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yes")]
    [InlineData("sk-ant-")]
    [InlineData("sk-ant-oat01-with a blank inside it")]
    [InlineData("sk-ant-oat01-0123456789\nsecond-line-of-it")]
    public async Task What_is_no_token_is_neither_kept_nor_used(string text)
    {
        var stored = StoredToken.Of(Variables);
        await Assert.ThrowsAsync<ClaudeboxException>(() => stored.WriteAsync(text, TestContext.Current.CancellationToken));
        Assert.False(File.Exists(stored.Path));

        Directory.CreateDirectory(Path.GetDirectoryName(stored.Path)!);
        await File.WriteAllTextAsync(stored.Path, text, TestContext.Current.CancellationToken);
        Assert.Contains(stored.Path, Assert.Throws<ClaudeboxException>(() => StoredToken.AddTo(Variables)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
