using Claudebox.Testing.PowerShell;

namespace Claudebox.Module.Tests.EndToEnd;

[Collection(EngineCollection.Name)]
public sealed class ServerFileTests(EngineFixture engine)
{
    private readonly ServerBox _server = engine.Server;

    [Theory]
    [InlineData("plain.txt")]
    [InlineData("a b#c?d%e &+ü.txt")]
    [InlineData("a[1].txt")]
    public async Task A_file_goes_up_is_listed_comes_down_and_is_deleted(string name)
    {
        var source = Path.Combine(_server.Local, name);
        var content = new byte[300_000];
        Random.Shared.NextBytes(content);
        await File.WriteAllBytesAsync(source, content, TestContext.Current.CancellationToken);
        var back = Directory.CreateDirectory(Path.Combine(_server.Local, "back")).FullName;

        var result = _server.Run("""
            Send-ClaudeboxFile $source files/deep/ -Server $server -PassThru
            Get-ClaudeboxFile files -Server $server -Recurse | Where-Object Name -eq $name
            Get-ClaudeboxFile files/deep -Server $server | Where-Object Name -eq $name | Receive-ClaudeboxFile -Destination $back
            Get-ClaudeboxFile files/deep -Server $server | Where-Object Name -eq $name | Remove-ClaudeboxFile -Confirm:$false
            Get-ClaudeboxFile files/deep -Server $server | Where-Object Name -eq $name
            """, ("source", source), ("name", name), ("back", back));

        Assert.Empty(result.AllErrors);
        Assert.Equal([$"files/deep/{name}", $"files/deep/{name}", Path.Combine(back, name)], result.Output.Select(item => item.ToString()));
        Assert.Equal(300_000L, result.Output[1].Properties["Length"].Value);
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(back, name), TestContext.Current.CancellationToken));
        Assert.False(File.Exists(Path.Combine(_server.Root, "files", "deep", name)));
    }

    [Fact]
    public async Task Files_that_are_there_are_replaced_only_by_force()
    {
        var token = TestContext.Current.CancellationToken;
        var (here, there) = (Path.Combine(_server.Local, "twice.txt"), Path.Combine(_server.Root, "twice.txt"));
        await File.WriteAllTextAsync(here, "here", token);
        await File.WriteAllTextAsync(there, "there", token);

        var refused = _server.Run("Send-ClaudeboxFile twice.txt -Server $server; Receive-ClaudeboxFile twice.txt -Server $server");

        Assert.Equal(["PreconditionFailed", "PreconditionFailed"], refused.AllErrors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal(("here", "there"), (await File.ReadAllTextAsync(here, token), await File.ReadAllTextAsync(there, token)));
        Assert.Empty(_server.Run("Send-ClaudeboxFile twice.txt -Server $server -Force").AllErrors);
        Assert.Equal("here", await File.ReadAllTextAsync(there, token));
    }

    [Fact]
    public async Task A_download_that_breaks_off_leaves_what_was_there_and_nothing_else()
    {
        var token = TestContext.Current.CancellationToken;
        await File.WriteAllBytesAsync(Path.Combine(_server.Root, "large.bin"), new byte[5_000_000], token);
        var folder = Directory.CreateDirectory(Path.Combine(_server.Local, "broken")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "large.bin"), "old", token);
        await using var proxy = new BreakingProxy(_server.Url, breaks: 1, bytes: 1_000_000);

        var result = _server.Run("Receive-ClaudeboxFile large.bin $folder -Server $url -Token $server.Token -Force", ("folder", folder), ("url", proxy.Url));

        Assert.Equal("ConnectionLost", Assert.Single(result.AllErrors).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal("old", await File.ReadAllTextAsync(Path.Combine(folder, "large.bin"), token));
        Assert.Single(Directory.GetFileSystemEntries(folder));
    }

    [Theory]
    [InlineData("Get-ClaudeboxFile ../etc/passwd -Server $server", "PathRefused")]
    [InlineData("Get-ClaudeboxFile missing.txt -Server $server", "NotFound")]
    [InlineData("Receive-ClaudeboxFile folder -Server $server", "PathRefused")]
    [InlineData("Remove-ClaudeboxFile folder -Server $server -Confirm:$false", "PathRefused")]
    [InlineData("Send-ClaudeboxFile missing.txt -Server $server", "NotFound")]
    [InlineData("Send-ClaudeboxFile a, b target -Server $server", "InvalidRequest")]
    public void What_cannot_be_is_said_clearly(string script, string id)
    {
        Directory.CreateDirectory(Path.Combine(_server.Root, "folder"));

        Assert.Equal(id, Assert.Single(_server.Run(script).AllErrors).FullyQualifiedErrorId.Split(',')[0]);
    }

    [Fact]
    public async Task WhatIf_moves_and_deletes_nothing()
    {
        await File.WriteAllTextAsync(Path.Combine(_server.Root, "kept.txt"), "kept", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_server.Local, "unsent.txt"), "unsent", TestContext.Current.CancellationToken);

        var result = _server.Run("""
            Remove-ClaudeboxFile kept.txt -Server $server -WhatIf
            Receive-ClaudeboxFile kept.txt -Server $server -WhatIf
            Send-ClaudeboxFile unsent.txt -Server $server -WhatIf
            """);

        Assert.Empty(result.AllErrors);
        Assert.True(File.Exists(Path.Combine(_server.Root, "kept.txt")));
        Assert.False(File.Exists(Path.Combine(_server.Local, "kept.txt")));
        Assert.False(File.Exists(Path.Combine(_server.Root, "unsent.txt")));
    }
}
