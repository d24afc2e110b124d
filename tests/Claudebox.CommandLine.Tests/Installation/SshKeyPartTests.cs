using System.Runtime.Versioning;
using Claudebox.CommandLine.Installation;
using Claudebox.Docker;
using Claudebox.Installation;

namespace Claudebox.CommandLine.Tests.Installation;

[SupportedOSPlatform("linux")]
public sealed class SshKeyPartTests : IDisposable
{
    private readonly TestHome _home = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Key => _home.In("ssh", "claudebox", "id_ed25519");

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Keys_are_never_made_twice_and_never_alike()
    {
        var first = await RunAsync();
        var key = await File.ReadAllTextAsync(Key, Token);
        var second = await RunAsync();

        Assert.Equal((InstallStepStatus.Done, InstallStepStatus.Unchanged), (first.Status, second.Status));
        Assert.Equal(key, await File.ReadAllTextAsync(Key, Token));
        Assert.NotEqual(SshKeyPair.Generate("a").PublicKey, SshKeyPair.Generate("a").PublicKey);
    }

    [Fact]
    public async Task A_lost_public_half_and_loose_modes_are_mended()
    {
        await RunAsync();
        var line = await File.ReadAllTextAsync(Key + ".pub", Token);
        File.Delete(Key + ".pub");
        File.SetUnixFileMode(Key, HostFile.Public);
        File.SetUnixFileMode(Path.GetDirectoryName(Key)!, HostFile.Program);

        var mended = await RunAsync();

        Assert.Equal(InstallStepStatus.Done, mended.Status);
        Assert.Equal(line, await File.ReadAllTextAsync(Key + ".pub", Token));
        Assert.Equal((HostFile.OwnerOnly, HostFile.OwnerFolder), (File.GetUnixFileMode(Key), File.GetUnixFileMode(Path.GetDirectoryName(Key)!)));
    }

    [Theory]
    [InlineData("id_rsa", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n")]
    [InlineData("id_ecdsa", "not a key at all")]
    public async Task Keys_of_other_kinds_are_kept_and_none_is_added(string name, string content)
    {
        var path = _home.MakeFile($"ssh/claudebox/{name}", content);

        await RunAsync();

        Assert.Equal([path], Directory.GetFiles(_home.In("ssh", "claudebox")));
        Assert.Equal(content, await File.ReadAllTextAsync(path, Token));
    }

    private async Task<Outcome> RunAsync() => (await new SshKeyPart(_home.Plan()).RunAsync(Token))!;
}
