using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Claudebox.Testing;

/// <summary>
/// A running Claude Code (<c>-p</c> with stream-json in and out) that takes one prompt after another, in a temporary working folder
/// and with a temporary configuration folder. Disposing ends it and its tools and removes the folders.
/// </summary>
public sealed class ClaudeCodeSession : IAsyncDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly DirectoryInfo _home;
    private readonly Task<string> _standardError;

    private ClaudeCodeSession(Process process, DirectoryInfo home)
    {
        _process = process;
        _home = home;
        _standardError = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Claude Code's working folder.</summary>
    public string WorkingFolder => Path.Combine(_home.FullName, "work");

    /// <summary>Claude Code's process id.</summary>
    public int Pid => _process.Id;

    /// <summary>Starts Claude Code. It prints nothing before the first prompt.</summary>
    public static async Task<ClaudeCodeSession> StartAsync(ClaudeCodeOptions options, CancellationToken cancellationToken = default)
    {
        var executable = await ClaudeCodeCli.GetAsync(cancellationToken);
        var home = Directory.CreateTempSubdirectory("claudebox-test-");
        var start = new ProcessStartInfo(
            executable,
            ["-p", "--input-format", "stream-json", "--output-format", "stream-json", "--verbose", "--dangerously-skip-permissions", .. options.Arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home.CreateSubdirectory("work").FullName,
        };
        // Nothing of the caller's own Claude Code or credentials may leak in.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("ANTHROPIC_", StringComparison.Ordinal) || name.StartsWith("CLAUDE", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["HOME"] = home.FullName;
        start.Environment["CLAUDE_CONFIG_DIR"] = home.CreateSubdirectory("config").FullName;
        start.Environment["ANTHROPIC_API_KEY"] = options.ApiKey;
        start.Environment["ANTHROPIC_BASE_URL"] = options.BaseUrl;
        start.Environment["CLAUDE_CODE_MAX_RETRIES"] = options.MaxRetries.ToString(CultureInfo.InvariantCulture);
        start.Environment["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1";
        start.Environment["DISABLE_AUTOUPDATER"] = "1";
        start.Environment["IS_SANDBOX"] = "1";
        return new ClaudeCodeSession(Process.Start(start)!, home);
    }

    /// <summary>Sends a prompt and reads to the end of its turn.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="onLine">Called with every line as it comes.</param>
    /// <param name="cancellationToken">Stops reading; Claude Code goes on.</param>
    /// <exception cref="InvalidOperationException">Claude Code ended without a result.</exception>
    /// <exception cref="TimeoutException">No result came for 90 seconds.</exception>
    public async Task<ClaudeCodeTurn> AskAsync(string prompt, Action<JsonElement>? onLine, CancellationToken cancellationToken = default)
    {
        await SendAsync(prompt, cancellationToken);
        return await ReadTurnAsync(onLine, cancellationToken);
    }

    /// <inheritdoc cref="AskAsync(string, Action{JsonElement}?, CancellationToken)"/>
    public Task<ClaudeCodeTurn> AskAsync(string prompt, CancellationToken cancellationToken = default) => AskAsync(prompt, null, cancellationToken);

    /// <summary>Sends a prompt and does not wait for anything.</summary>
    public async Task SendAsync(string prompt, CancellationToken cancellationToken = default)
    {
        var line = new JsonObject
        {
            ["type"] = "user",
            ["message"] = new JsonObject { ["role"] = "user", ["content"] = prompt },
        };
        await _process.StandardInput.WriteLineAsync(line.ToJsonString().AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
    }

    /// <summary>Reads to the next <c>result</c> line; Claude Code also makes turns by itself, when background tasks end.</summary>
    /// <param name="onLine">Called with every line as it comes.</param>
    /// <param name="cancellationToken">Stops reading; Claude Code goes on.</param>
    /// <exception cref="InvalidOperationException">Claude Code ended without a result.</exception>
    /// <exception cref="TimeoutException">No result came for 90 seconds.</exception>
    public async Task<ClaudeCodeTurn> ReadTurnAsync(Action<JsonElement>? onLine, CancellationToken cancellationToken = default)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_deadline);
        var lines = new List<JsonElement>();
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
            {
                var element = JsonElement.Parse(line);
                lines.Add(element);
                onLine?.Invoke(element);
                if (element.GetProperty("type").GetString() == "result")
                {
                    return new ClaudeCodeTurn(lines);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Claude Code gave no result within {_deadline}; {lines.Count} lines came.");
        }

        throw new InvalidOperationException($"Claude Code ended after {lines.Count} lines without a result: {await _standardError}");
    }

    /// <inheritdoc cref="ReadTurnAsync(Action{JsonElement}?, CancellationToken)"/>
    public Task<ClaudeCodeTurn> ReadTurnAsync(CancellationToken cancellationToken = default) => ReadTurnAsync(null, cancellationToken);

    /// <summary>Kills Claude Code and everything that it started, and removes its folders.</summary>
    public async ValueTask DisposeAsync()
    {
        // Tools run in sessions of their own: once their parent is dead nothing leads to them any more.
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _home.Delete(recursive: true);
    }
}
