using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Claudebox.Testing;

namespace Claudebox.Image.Tests;

/// <summary>
/// The scripts that the image's build takes tools with: which source is chosen, what is downloaded and how it is checked, here from
/// a server in the same container.
/// </summary>
[Collection(FullImageCollection.Name)]
public sealed partial class ToolsetTests : IClassFixture<ToolsetTests.Served>
{
    private const string Scripts = "toolsets";
    private static readonly string[] Architectures = ["amd64", "arm64"];

    private readonly Served _served;
    private readonly string _name = Guid.NewGuid().ToString("N");
    private readonly string _folder;

    public ToolsetTests(Served served)
    {
        _served = served;
        _folder = Path.Combine(served.Box.Workspace, _name);
        Directory.CreateDirectory(Artefacts);
        var scripts = Directory.CreateDirectory(Path.Combine(_folder, Scripts)).FullName;
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("image", Scripts), "*.sh"))
        {
            File.Copy(file, Path.Combine(scripts, Path.GetFileName(file)));
        }
    }

    private string Site => $"{Served.Address}/{_name}/site";

    private string Artefacts => Path.Combine(_folder, "site");

    [Fact]
    public async Task The_first_source_that_can_be_used_is_chosen_and_what_has_none_is_left_out_with_the_reason()
    {
        await WriteAsync("lock", "tool-amd64@1 sha256:0 https://makers.example/tool.zip\ntool-arm64@1 sha256:0 https://makers.example/tool.zip\n");
        await WriteAsync("x.toolset", """
            title Some things
            # a comment
            tool       | tool --version | archive:tool
            both=other | both --version | archive:tool apt:coreutils
            child      | child -v       | with:tool
            nothing    | nothing -v     | apt:no-such-package archive:unpinned
            -          |                | apt:bash
            """ + "\n");

        var all = await ShellAsync("apt-get update -qq && bash toolsets/plan.sh lock x.toolset");
        var registries = await ShellAsync("REGISTRIES_ONLY=1 bash toolsets/plan.sh lock x.toolset");
        var wrong = await TryAsync("REGISTRIES_ONLY=yes bash toolsets/plan.sh lock x.toolset");

        const string LeftOut = "it would be downloaded from makers.example, and this image was built from package registries only";
        Assert.Equal(
            $"""
            Some things|tool|tool|tool --version|archive:tool|
            Some things|both|other|both --version|archive:tool|
            Some things|child|child|child -v|with:tool|
            Some things|nothing|nothing|nothing -v||the distribution has no package no-such-package; no download of it is pinned for ARCH
            Some things|-|-||apt:bash|
            """,
            Architecture().Replace(all.Trim(), "ARCH"));
        Assert.Equal(
            $"""
            Some things|tool|tool|tool --version||{LeftOut}
            Some things|both|other|both --version|apt:coreutils|
            Some things|child|child|child -v||it comes with tool, which is left out
            """,
            string.Join('\n', registries.Split('\n').Take(3)));
        Assert.Contains("REGISTRIES_ONLY is 0 or 1, not 'yes'", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Downloads_are_checked_and_laid_out_as_programs_and_directories()
    {
        await ShellAsync("""
            cd site && mkdir -p release-1/bin tree/bin && printf '#!/bin/sh\necho one\n' > release-1/one && printf '#!/bin/sh\necho two\n' > two && printf '#!/bin/sh\necho tree\n' > tree/bin/leaf
            chmod 755 tree/bin/leaf && tar -czf one.tar.gz release-1 && zip -q two.zip two && tar -czf tree.tar.gz tree && cp two three
            """);
        await WriteAsync("lock", Pins(("one", "one.tar.gz"), ("two", "two.zip"), ("three", "three"), ("tree", "tree.tar.gz")));
        await WriteAsync("plan", "G|one|one|one|archive:one|\nG|two|two|two|archive:two|\nG|three|three|three|archive:three|\nG|leaf|leaf|leaf|tree:tree|\nG|gone|gone|gone||left out\nG|jq|jq|jq|apt:jq|\n");

        await ShellAsync("bash toolsets/download.sh plan lock out");

        Assert.Equal("one\ntwo\ntwo\ntree\n", await ShellAsync("cd out/usr/local/bin && ./one && ./two && ./three && ./leaf"));
        Assert.Equal("leaf\none\nthree\ntwo\n", await ShellAsync("ls out/usr/local/bin"));
        Assert.Equal("../tree/bin/leaf\n", await ShellAsync("readlink out/usr/local/bin/leaf"));
    }

    [Fact]
    public async Task Another_content_than_the_pinned_one_ends_the_build()
    {
        await WriteAsync("site/tool", "the pinned one");
        await WriteAsync("lock", Pins(("tool", "tool")));
        await WriteAsync("site/tool", "another one");
        await WriteAsync("plan", "G|tool|tool|tool|archive:tool|\n");

        var result = await TryAsync("bash toolsets/download.sh plan lock out");

        Assert.NotEqual(0, result.Code);
        Assert.Matches("has sha256:[0-9a-f]{64}, pinned is sha256:[0-9a-f]{64}", result.Error);
        Assert.False(File.Exists(Path.Combine(_folder, "out", "usr", "local", "bin", "tool")));
    }

    [Theory]
    [InlineData("missing", "archive:tool", "tool cannot be had from SITE/missing; REGISTRIES_ONLY=1 builds the image without downloads")]
    [InlineData("other.tar.gz", "archive:tool", "what is pinned as tool does not hold one program tool")]
    [InlineData("other.tar.gz", "tree:tool", "what is pinned as tool does not hold a directory tool/bin")]
    public async Task A_download_that_is_not_there_or_something_else_ends_the_build(string file, string source, string expected)
    {
        await ShellAsync("cd site && echo x > other && tar -czf other.tar.gz other");
        var pins = Pins(("tool", "other.tar.gz")).Replace("other.tar.gz", file, StringComparison.Ordinal);
        await WriteAsync("lock", pins);
        await WriteAsync("plan", $"G|tool|tool|tool|{source}|\n");

        var result = await TryAsync("bash toolsets/download.sh plan lock out");

        Assert.NotEqual(0, result.Code);
        Assert.Contains(expected.Replace("SITE", Site, StringComparison.Ordinal), result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_of_the_Go_world_is_built_in_its_pinned_version()
    {
        await ShellAsync("""
            mkdir -p site/example.com/said/@v 'm/example.com/said@v1.2.3' && cd m
            printf 'module example.com/said\n\ngo 1.20\n' | tee 'example.com/said@v1.2.3/go.mod' > ../site/example.com/said/@v/v1.2.3.mod
            printf 'package main\n\nfunc main() { println("built") }\n' > 'example.com/said@v1.2.3/main.go'
            zip -qrD ../site/example.com/said/@v/v1.2.3.zip . && echo '{"Version":"v1.2.3"}' > ../site/example.com/said/@v/v1.2.3.info
            echo v1.2.3 > ../site/example.com/said/@v/list
            """);
        await WriteAsync("lock", "said@1.2.3 sumdb example.com/said\n");
        await WriteAsync("plan", "G|said|said|said|go:said|\n");

        var unknown = await TryAsync("GOPROXY=file://$PWD/site GOSUMDB=sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8 bash toolsets/download.sh plan lock refused");
        await ShellAsync("GOPROXY=file://$PWD/site GONOSUMDB=example.com bash toolsets/download.sh plan lock out");

        Assert.NotEqual(0, unknown.Code);
        Assert.Equal("built", (await TryAsync("out/usr/local/bin/said")).Error.Trim());
    }

    [Fact]
    public async Task A_tool_that_does_not_answer_ends_the_build()
    {
        await WriteAsync("plan", "G|jq|jq|jq --version|apt:jq|\nG|broken|broken|broken --version|apt:broken|\nG|silent|silent|true|apt:silent|\nG|gone|gone|gone --version||left out\n");

        var result = await TryAsync("bash toolsets/probe.sh plan full");

        Assert.NotEqual(0, result.Code);
        Assert.Contains("\"broken --version\" does not tell a version", result.Error, StringComparison.Ordinal);
        Assert.Contains("\"true\" does not tell a version", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("gone", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("jq", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_download_is_pinned_for_both_architectures_with_its_checksum_and_an_https_address()
    {
        var pins = File.ReadLines(Repository.PathOf("image", "downloads.lock")).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ')).ToList();
        var sources = Directory.EnumerateFiles(Repository.PathOf("image", Scripts), "*.toolset").SelectMany(File.ReadLines)
            .SelectMany(line => Source().Matches(line)).Select(match => (Kind: match.Groups[1].Value, Name: match.Groups[2].Value)).ToList();

        Assert.NotEmpty(sources);
        Assert.All(sources, source =>
        {
            foreach (var name in source.Kind == "go" ? Enumerable.Repeat(source.Name, 1) : Architectures.Select(architecture => $"{source.Name}-{architecture}"))
            {
                var pin = Assert.Single(pins, pin => pin[0].StartsWith(name + "@", StringComparison.Ordinal));
                Assert.Matches(source.Kind == "go" ? "^sumdb$" : "^sha256:[0-9a-f]{64}$", pin[1]);
                Assert.Matches(source.Kind == "go" ? @"^[a-z.]+/\S+$" : @"^https://\S+$", pin[2]);
                Assert.True(source.Kind == "go" || pin[2].Contains(pin[0].Split('@')[1], StringComparison.Ordinal), pin[2]);
            }
        });
    }

    [GeneratedRegex("(amd64|arm64)$", RegexOptions.Multiline)]
    private static partial Regex Architecture();

    [GeneratedRegex("(archive|tree|go):(\\S+)")]
    private static partial Regex Source();

    private string Pins(params (string Name, string File)[] downloads) => string.Concat(downloads.SelectMany(download =>
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Artefacts, download.File))));
        return Architectures.Select(architecture => $"{download.Name}-{architecture}@1.0 sha256:{hash} {Site}/{download.File}\n");
    }));

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder, name), text.ReplaceLineEndings("\n"));

    private Task<(int Code, string Output, string Error)> TryAsync(string command) =>
        DockerCli.TryAsync("exec", "--workdir", _folder, _served.Box.Id, "sh", "-euc", command);

    private async Task<string> ShellAsync(string command)
    {
        var (code, output, error) = await TryAsync(command);
        return code == 0 ? output : throw new InvalidOperationException($"{command}: {output}{error}");
    }

    /// <summary>A container of the full image in which everything of the workspace is served.</summary>
    public sealed class Served(FullImageFixture full) : IAsyncLifetime
    {
        public const string Address = "http://127.0.0.1:8099";

        internal Box Box { get; } = new(full) { Image = FullImageFixture.FullImage };

        public async ValueTask InitializeAsync()
        {
            await Box.OpenAsync();
            await DockerCli.RunAsync("exec", "--detach", Box.Id, "python3", "-m", "http.server", "8099", "--bind", "127.0.0.1", "--directory", Box.Workspace);
            await DockerCli.RunAsync("exec", Box.Id, "curl", "--silent", "--fail", "--output", "/dev/null", "--retry", "100", "--retry-connrefused", "--retry-delay", "1", Address);
        }

        public ValueTask DisposeAsync() => Box.DisposeAsync();
    }
}
