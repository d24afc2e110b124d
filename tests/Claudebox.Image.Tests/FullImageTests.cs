using System.Globalization;
using System.Text.Json.Nodes;
using Claudebox.Testing;

namespace Claudebox.Image.Tests;

/// <summary>What the full image holds, as the user claude finds it.</summary>
[Collection(FullImageCollection.Name)]
public sealed class FullImageTests(FullImageFixture full)
{
    [Fact]
    public async Task It_is_the_distribution_of_its_base()
    {
        string[] read = ["sh", "-c", ". /etc/os-release && echo \"$PRETTY_NAME\""];
        var distribution = await DockerCli.RunAsync(["run", "--rm", full.Base, .. read]);

        Assert.Matches("^(Ubuntu 24.04|Debian GNU/Linux 13)", distribution);
        Assert.Equal(distribution, (await full.Box.ExecAsync("claude", read)).Output);
        Assert.Equal(distribution.Trim(), full.Tools["distribution"]!.GetValue<string>());
    }

    [Fact]
    public async Task It_says_what_it_is()
    {
        var said = await DockerCli.RunAsync("image", "inspect", "--format", """{{index .Config.Labels "claudebox.variant"}} {{.Config.Env}}""", FullImageFixture.FullImage);

        Assert.StartsWith("full ", said, StringComparison.Ordinal);
        Assert.Contains("CLAUDEBOX_IMAGE_VARIANT=full", said, StringComparison.Ordinal);
        Assert.Equal("full", full.Tools["variant"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_minimal_image_is_smaller()
    {
        var minimal = await SizeAsync(ImageFixture.Image);
        var whole = await SizeAsync(FullImageFixture.FullImage);

        Assert.InRange(minimal, 1, whole - 1);

        static async Task<long> SizeAsync(string image) =>
            long.Parse(await DockerCli.RunAsync("image", "inspect", "--format", "{{.Size}}", image), CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("Go", "go version", "gofmt -h", "gopls version", "dlv version", "golangci-lint --version")]
    [InlineData("Python", "python --version", "python3 --version", "pip --version", "flake8 --version", "black --version", "isort --version", "mypy --version", "pyright --version", "vulture --version", "pytest --version", "poetry --version", "pipenv --version")]
    [InlineData("Node.js", "eslint --version", "prettier --version", "tsc --version", "ts-node --version", "yarn --version", "pnpm --version", "nodemon --version", "pm2 --version")]
    [InlineData("C and C++", "gcc --version", "g++ --version", "make --version", "cmake --version", "ninja --version", "gdb --version", "valgrind --version", "strace --version")]
    [InlineData("Containers, cloud and infrastructure", "docker buildx version", "terraform version", "kubectl version --client", "helm version", "gh --version")]
    [InlineData("Database clients", "sqlite3 --version", "psql --version", "mysql --version", "redis-cli --version")]
    [InlineData("Shell, search and files", "rg --version", "fd --version", "bat --version", "shellcheck --version", "shfmt --version", "tree --version", "htop --version", "tmux -V", "zip -v", "unzip -v")]
    [InlineData("Network", "http --version", "dig -v", "nslookup -version", "ping -V", "traceroute --version", "ip -V", "netstat --version", "nc -h", "whois --version")]
    [InlineData("Editors", "vim --version", "nano --version")]
    [InlineData("Always there", "git --version", "curl --version", "wget --version", "jq --version", "node --version", "npm --version", "docker --version", "docker compose version", "claude --version")]
    public async Task What_is_promised_answers_or_is_told_to_be_left_out(string group, params string[] commands)
    {
        foreach (var command in commands)
        {
            var tool = command.StartsWith("docker ", StringComparison.Ordinal) && !command.Contains("--", StringComparison.Ordinal)
                ? string.Join(' ', command.Split(' ').Take(2))
                : command.Split(' ')[0];
            if (full.Tools["leftOut"]!.AsArray().FirstOrDefault(item => Is(item, tool)) is { } leftOut)
            {
                Assert.Contains(tool, full.IsUbuntu ? ["golangci-lint", "terraform", "helm", "kubectl"] : (string[])["golangci-lint", "terraform", "helm"]);
                Assert.Contains("would be downloaded from", leftOut["reason"]!.GetValue<string>(), StringComparison.Ordinal);
                Assert.NotEqual(0, (await full.Box.ExecAsync("claude", "sh", "-c", $"command -v {tool}")).Code);
                continue;
            }

            var known = full.Tools["groups"]!.AsArray().Single(item => item!["name"]!.GetValue<string>() == group)!["tools"]!.AsArray();
            Assert.Contains(known, item => Is(item, tool));
            var (code, output, error) = await full.Box.ExecAsync("claude", "sh", "-c", $"{command} < /dev/null");
            Assert.True(code == 0, $"{command}: {output}{error}");
        }

        static bool Is(JsonNode? item, string tool) => item!["command"]!.GetValue<string>() == tool;
    }

    [Fact]
    public async Task Every_tool_that_the_guide_names_is_found_by_the_agents_commands()
    {
        var commands = full.Tools["groups"]!.AsArray().SelectMany(group => group!["tools"]!.AsArray())
            .Select(tool => tool!["command"]!.GetValue<string>().Split(' ')[0]).Distinct().ToList();

        var missing = await full.Box.BashAsync($"for tool in {string.Join(' ', commands)}; do command -v $tool > /dev/null || echo $tool; done; go version; python --version; tsc --version");

        Assert.True(commands.Count > 70, string.Join(' ', commands));
        Assert.Matches(@"^go version go1\.\d+\S* linux/\S+\nPython 3\.(12|13)\.\d+\nVersion 5\.\d+", missing);
    }

    [Theory]
    [InlineData("hello.c", """#include <stdio.h>\nint main(void) { puts("hello"); }""", "gcc -Wall -g hello.c -o hello-c && ./hello-c && gdb -batch -ex 'break main' -ex run -ex continue ./hello-c 2>&1 | grep -o 'Breakpoint 1, main'", "hello\nBreakpoint 1, main")]
    [InlineData("hello.cpp", """#include <iostream>\nint main() { std::cout << "hello" << std::endl; }""", "g++ -Wall hello.cpp -o hello-cpp && ./hello-cpp", "hello")]
    [InlineData("hello.go", """package main\nfunc main() { println("hello") }""", "go run hello.go 2>&1", "hello")]
    [InlineData("test_hello.py", """def test_hello() -> None:\n    assert "hello" == "hello"\n""", "black -q --check test_hello.py && flake8 test_hello.py && mypy test_hello.py && pytest -q test_hello.py 2>&1 | grep -o '1 passed'", "Success: no issues found in 1 source file\n1 passed")]
    [InlineData("hello.ts", """const word: string = "hello";\nconsole.log(word);\n""", "ts-node hello.ts && tsc hello.ts && node hello.js && prettier --check hello.ts > /dev/null && pyright --version > /dev/null", "hello\nhello")]
    public async Task A_program_is_made_and_runs(string file, string text, string command, string expected)
    {
        await File.WriteAllTextAsync(Path.Combine(full.Box.Workspace, file), text.Replace("\\n", "\n", StringComparison.Ordinal));

        Assert.Equal(expected, (await full.Box.BashAsync(command)).Trim());
    }
}
