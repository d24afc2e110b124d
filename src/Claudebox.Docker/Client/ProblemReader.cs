using System.Text.Json;
using Claudebox.Json;
using Claudebox.Runs;

namespace Claudebox.Docker;

/// <summary>Reads the server's error answers.</summary>
internal static class ProblemReader
{
    private const int LongestQuote = 500;
    private const int LongestBody = 1 << 20;

    /// <summary>Turns an error answer into the failure that it describes.</summary>
    internal static async Task<ClaudeboxException> ReadAsync(HttpResponseMessage response, string server, CancellationToken cancellationToken)
    {
        await response.Content.LoadIntoBufferAsync(LongestBody).WaitAsync(cancellationToken).ConfigureAwait(false);
        var body = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (JsonSerializer.Deserialize(body, WireJson.Default.ProblemDocument) is { Status: > 0 } problem)
            {
                return new ClaudeboxException(new RunFailure
                {
                    Code = problem.Code,
                    Message = problem.Detail ?? problem.Title ?? $"The server answered {problem.Status}.",
                    Fields = problem.Errors,
                    RetryAfterSeconds = problem.RetryAfterSeconds ?? (int?)response.Headers.RetryAfter?.Delta?.TotalSeconds,
                    StandardErrorTail = problem.StandardErrorTail,
                });
            }
        }
        catch (JsonException)
        {
            // Not a problem document: quoted below.
        }

        var quote = body.Length > LongestQuote ? body[..LongestQuote] : body;
        return new ClaudeboxException(FailureCode.InternalError, $"{char.ToUpperInvariant(server[0])}{server[1..]} answered {(int)response.StatusCode}: {quote}");
    }
}
