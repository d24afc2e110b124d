using System.Diagnostics;
using System.Text.Json;
using Claudebox.Server.Tests.Api;
using Claudebox.Testing;

namespace Claudebox.Server.Tests.Mcp;

/// <summary>The real Claude Code as a client of the MCP server, with a configuration of its own.</summary>
internal sealed class ClaudeCodeClient(ApiHost host) : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("claudebox-mcp-client-");

    /// <summary>The project that it works in.</summary>
    public string Project => _home.FullName;

    /// <summary>Runs a command of the CLI.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(string? input, params string[] arguments) =>
        await RunProgramAsync(await ClaudeCodeCli.GetAsync(), input, arguments);

    /// <summary>Tells the CLI of the server <c>claudebox</c>, as docs/mcp.md says.</summary>
    public async Task<(int ExitCode, string Output)> ConnectAsync()
    {
        var example = Assert.Single(await DocumentExamples.ReadAsync("mcp.md", "sh"), e => e.Contains("claude mcp add", StringComparison.Ordinal));
        return await RunProgramAsync("/bin/bash", null, "-euo", "pipefail", "-c", Here(example));
    }

    /// <summary>Gives an example of a document the address and the token of this server.</summary>
    public string Here(string example) => example
        .Replace("http://127.0.0.1:8080", FormattableString.Invariant($"http://127.0.0.1:{host.Port}"), StringComparison.Ordinal)
        .Replace("your-secret-token", ApiHost.Token, StringComparison.Ordinal);

    /// <summary>Has the model call one tool of the server, and gives what the model got to see of the answer.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="options">More options of the CLI.</param>
    public async Task<string> CallAsync(string tool, JsonElement arguments, params string[] options)
    {
        var prompt = new ScenarioWord("tool").With("name", "mcp__claudebox__" + tool).With("arguments", arguments.GetRawText()).ToString();
        var (exitCode, output) = await RunAsync(prompt, ["-p", "--output-format", "json", "--dangerously-skip-permissions", .. options]);
        Assert.True(exitCode == 0, output);
        using var document = JsonDocument.Parse(output);
        return document.RootElement.GetProperty("result").GetString()!;
    }

    /// <inheritdoc/>
    public void Dispose() => _home.Delete(recursive: true);

    private async Task<(int ExitCode, string Output)> RunProgramAsync(string program, string? input, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _home.FullName,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Path.GetDirectoryName(await ClaudeCodeCli.GetAsync()) + ":/usr/local/bin:/usr/bin:/bin";
        start.Environment["HOME"] = _home.FullName;
        start.Environment["CLAUDE_CONFIG_DIR"] = Path.Combine(_home.FullName, "config");
        start.Environment["ANTHROPIC_API_KEY"] = ServerHost.ApiKey;
        start.Environment["ANTHROPIC_BASE_URL"] = host.Model.BaseUrl;
        start.Environment["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1";
        start.Environment["DISABLE_AUTOUPDATER"] = "1";
        start.Environment["IS_SANDBOX"] = "1";

        // Else the first request goes out without the tools of a server that takes 2 s to connect (claude-cli.md §3.5).
        start.Environment["MCP_CONNECTION_NONBLOCKING"] = "0";
        start.Environment["MCP_CONNECT_TIMEOUT_MS"] = start.Environment["MCP_TIMEOUT"] = "60000";
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync() + await error;
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
