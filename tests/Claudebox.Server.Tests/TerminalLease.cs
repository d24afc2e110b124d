using System.Text.Json;
using Claudebox.Json;
using Claudebox.Runs;
using Claudebox.Terminals;

namespace Claudebox.Server.Tests;

/// <summary>The open answer that stands for a terminal's client.</summary>
public sealed class TerminalLease : IAsyncDisposable
{
    /// <summary>A key as long as a real one, so that Claude Code does not ask about it.</summary>
    public const string ApiKey = "sk-ant-api03-DO-NOT-LEAK-0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ";

    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private TerminalLease(HttpResponseMessage response, StreamReader lines, string id)
    {
        _response = response;
        _lines = lines;
        Id = id;
    }

    /// <summary>The terminal.</summary>
    public string Id { get; }

    /// <summary>Reads the terminal's id.</summary>
    public static async Task<TerminalLease> ReadAsync(HttpResponseMessage response)
    {
        var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        return new TerminalLease(response, lines, Parse(await lines.ReadLineAsync()).TerminalId!);
    }

    /// <summary>Waits until the terminal's processes are gone.</summary>
    /// <returns>Why the server ended it; null when it did not.</returns>
    public async Task<RunFailure?> EndAsync()
    {
        RunFailure? failure = null;
        while (await _lines.ReadLineAsync() is { } line)
        {
            failure = Parse(line).Failure;
        }

        return failure;
    }

    public ValueTask DisposeAsync()
    {
        _response.Dispose();
        _lines.Dispose();
        return ValueTask.CompletedTask;
    }

    private static TerminalUpdate Parse(string? line) => JsonSerializer.Deserialize(line!, WireJson.Default.TerminalUpdate)!;
}
