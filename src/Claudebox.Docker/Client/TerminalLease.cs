using System.Text.Json;
using Claudebox.Json;
using Claudebox.Runs;
using Claudebox.Streams;
using Claudebox.Terminals;

namespace Claudebox.Docker;

/// <summary>
/// The open answer that stands for an attached terminal. When it is disposed, or this process ends, the server ends the
/// terminal's command with all that it started.
/// </summary>
internal sealed class TerminalLease : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly LineReader _lines;

    private TerminalLease(HttpResponseMessage response, LineReader lines, string terminalId)
    {
        _response = response;
        _lines = lines;
        TerminalId = terminalId;
        Ended = ReadToEndAsync();
    }

    /// <summary>The terminal.</summary>
    internal string TerminalId { get; }

    /// <summary>Completes when the command's processes are gone, or the server is: with the reason, or null when the command ended by itself.</summary>
    internal Task<RunFailure?> Ended { get; }

    /// <summary>Reads the terminal's id. The answer belongs to the lease from here on.</summary>
    internal static async Task<TerminalLease> OpenAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            var lines = new LineReader(body);
            var first = await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false);
            return new TerminalLease(response, lines, first is { } line && Parse(line.Span).TerminalId is { } id ? id : throw new IOException("The answer has no terminal."));
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _response.Dispose();
        await Ended.ConfigureAwait(false);
        _lines.Dispose();
    }

    private static TerminalUpdate Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, WireJson.Default.TerminalUpdate) ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new ClaudeboxException(FailureCode.InternalError, $"The server's answer about a terminal cannot be read: {exception.Message}", exception);
        }
    }

    private async Task<RunFailure?> ReadToEndAsync()
    {
        try
        {
            RunFailure? failure = null;
            while (await _lines.ReadLineAsync().ConfigureAwait(false) is { } line)
            {
                failure = Parse(line.Span).Failure ?? failure;
            }

            return failure;
        }
        catch (ClaudeboxException exception)
        {
            return exception.Failure;
        }
        catch (Exception exception) when (ConnectionLoss.Is(exception) || exception is ObjectDisposedException or OperationCanceledException)
        {
            return ConnectionLoss.ToFailure(exception, "the server in the container").Failure;
        }
    }
}
