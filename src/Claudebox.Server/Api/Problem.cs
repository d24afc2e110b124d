using System.Globalization;
using System.Text.Json;
using Claudebox.Json;
using Claudebox.Runs;
using Claudebox.Server.OpenAi;
using Microsoft.AspNetCore.WebUtilities;

namespace Claudebox.Server.Api;

/// <summary>Answers with RFC 9457 problem details, or in the form that the route's clients know (design section 7).</summary>
internal static class Problem
{
    // What the handler said of the answer that this one replaces.
    private static readonly string[] OfOtherAnswer =
    [
        "Accept-Ranges", "Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Length", "Content-Range", "ETag",
        "Last-Modified", "Location", "Preference-Applied",
    ];

    /// <summary>Writes a failure as the response.</summary>
    /// <param name="response">The response; one that has started keeps its status and headers.</param>
    /// <param name="failure">What went wrong.</param>
    /// <param name="runId">The run it belongs to.</param>
    /// <param name="result">Claude Code's result in camelCase, if there is one.</param>
    /// <param name="httpStatus">The status, where it is not the failure's own.</param>
    public static async Task WriteAsync(
        HttpResponse response, RunFailure failure, string? runId = null, JsonElement? result = null, int? httpStatus = null)
    {
        if (OpenAiError.Covers(response.HttpContext.Request.Path))
        {
            await OpenAiError.WriteAsync(response, failure, httpStatus);
            return;
        }

        var status = httpStatus ?? FailureTable.Of(failure.Code).HttpStatus;
        if (!response.HasStarted)
        {
            foreach (var header in OfOtherAnswer)
            {
                response.Headers.Remove(header);
            }

            response.StatusCode = status;
            response.ContentType = "application/problem+json";
            if (failure.RetryAfterSeconds is { } seconds)
            {
                response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            }
        }

        var document = new ProblemDocument
        {
            Title = ReasonPhrases.GetReasonPhrase(status),
            Status = status,
            Detail = failure.Message,
            Code = failure.Code,
            RunId = runId,
            RetryAfterSeconds = failure.RetryAfterSeconds,
            Errors = failure.Fields,
            StandardErrorTail = failure.StandardErrorTail,
            Result = result,
        };
        await JsonSerializer.SerializeAsync(response.Body, document, WireJson.Default.ProblemDocument);
    }
}
