using System.Diagnostics;
using System.Text.Json;
using Claudebox.Server.Tests.Api;
using Claudebox.Testing;

namespace Claudebox.Server.Tests.Mcp;

/// <summary>The real Claude Code as a client of the MCP server, with a configuration of its own.</summary>
internal sealed class ClaudeCodeClient(ApiHost host) : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("claudebox-mcp-client-");

    /// <summary>Runs a command of the CLI.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(string? input, params string[] arguments)
    {
        var start = new ProcessStartInfo(await ClaudeCodeCli.GetAsync(), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _home.FullName,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        start.Environment["HOME"] = _home.FullName;
        start.Environment["CLAUDE_CONFIG_DIR"] = Path.Combine(_home.FullName, "config");
        start.Environment["ANTHROPIC_API_KEY"] = ServerHost.ApiKey;
        start.Environment["ANTHROPIC_BASE_URL"] = host.Model.BaseUrl;
        start.Environment["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1";
        start.Environment["DISABLE_AUTOUPDATER"] = "1";
        start.Environment["IS_SANDBOX"] = "1";
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync() + await error;
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    /// <summary>Tells the CLI of the server, as the documentation says.</summary>
    public Task<(int ExitCode, string Output)> ConnectAsync() => RunAsync(
        null, "mcp", "add", "--transport", "http", "box", FormattableString.Invariant($"http://127.0.0.1:{host.Port}/mcp"),
        "--header", "Authorization: Bearer " + ApiHost.Token);

    /// <summary>Has the model call one tool of the server, and gives what the model got to see of the answer.</summary>
    public async Task<string> CallAsync(string tool, JsonElement arguments)
    {
        var prompt = new ScenarioWord("tool").With("name", "mcp__box__" + tool).With("arguments", arguments.GetRawText()).ToString();
        var (exitCode, output) = await RunAsync(prompt, "-p", "--output-format", "json", "--dangerously-skip-permissions");
        Assert.True(exitCode == 0, output);
        using var document = JsonDocument.Parse(output);
        return document.RootElement.GetProperty("result").GetString()!;
    }

    /// <inheritdoc/>
    public void Dispose() => _home.Delete(recursive: true);
}
