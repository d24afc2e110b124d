using Claudebox.CommandLine.Installation;

namespace Claudebox.CommandLine.Tests.Installation;

public sealed class InstalledCommandTests : IDisposable
{
    private readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("#!/bin/bash\nexec docker run psyb0t/claude-code \"$@\"\n", true)]
    [InlineData("#!/usr/bin/env bash\n# docker\nrm \"$D/.${CLAUDE_CONTAINER_NAME}_prog-args\"\n", true)]
    [InlineData("#!/bin/sh\nexport CLAUDEBOX_CONTAINER_NAME=docker-mine CLAUDE_CONTAINER_NAME=mine\nexec claudebox \"$@\"\n", false)]
    [InlineData("#!/bin/sh\nexec docker run postgres\n", false)]
    [InlineData("#!/usr/bin/env node\n// docker psyb0t/claude-code\n", false)]
    [InlineData("exec docker run psyb0t/claude-code\n", false)]
    [InlineData("#!/bin/bash", false)]
    [InlineData("", false)]
    public async Task Scripts_of_the_earlier_implementation_are_known_by_what_they_do(string content, bool isTheirs)
    {
        var path = _home.MakeFile("claude", content);

        var found = await InstalledCommand.InspectAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(isTheirs ? CommandKind.Earlier : CommandKind.Foreign, found.Kind);
    }

    [Theory]
    [InlineData(1_500_000)]
    [InlineData(1_048_576)]
    [InlineData(2_097_152 - 10)]
    public async Task The_version_of_a_file_is_found_wherever_it_stands(int offset)
    {
        byte[] mark = [.. "claudebox-command-file"u8, 5, .. "1.2.3"u8];
        var content = new byte[offset + mark.Length + 700_000];
        mark.CopyTo(content, offset);
        await File.WriteAllBytesAsync(_home.In("file"), content, TestContext.Current.CancellationToken);

        Assert.Equal(new InstalledCommand(CommandKind.Ours, "1.2.3"), await InstalledCommand.InspectAsync(_home.In("file"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_in_the_way_without_being_a_file_is_not_ours()
    {
        File.CreateSymbolicLink(_home.In("link"), "/nowhere/at/all");
        Directory.CreateDirectory(_home.In("folder"));

        Assert.Equal(CommandKind.Foreign, await KindAsync("link"));
        Assert.Equal(CommandKind.Foreign, await KindAsync("folder"));
        Assert.Equal(CommandKind.Missing, await KindAsync("nothing"));

        async Task<CommandKind> KindAsync(string name) => (await InstalledCommand.InspectAsync(_home.In(name), TestContext.Current.CancellationToken)).Kind;
    }

    [Theory]
    [InlineData("0.1.0", "0.2.0", true)]
    [InlineData("0.9.0", "0.10.0", true)]
    [InlineData("0.2.0", "0.1.0", false)]
    [InlineData("0.1.0", "0.1.0", false)]
    [InlineData("nonsense", "0.0.1", true)]
    public void Versions_are_numbers(string version, string than, bool isOlder) => Assert.Equal(isOlder, InstalledCommand.IsOlder(version, than));
}
