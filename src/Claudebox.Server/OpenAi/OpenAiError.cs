using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Claudebox.Runs;

namespace Claudebox.Server.OpenAi;

/// <summary>Failures in OpenAI's envelope <c>{"error":{message,type,param,code}}</c>; clients show its members to people.</summary>
internal static class OpenAiError
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Where the members of our own requests come from here.
    private static readonly Dictionary<string, string> Parameters = new(StringComparer.Ordinal)
    {
        ["prompt"] = "messages",
        ["systemPrompt"] = "messages",
        ["jsonSchema"] = "response_format",
        ["effort"] = "reasoning_effort",
    };

    /// <summary>Whether failures of a path have this form.</summary>
    public static bool Covers(PathString path) => path.StartsWithSegments(OpenAiEndpoints.Root, StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes a failure as the response.</summary>
    /// <param name="response">The response; one that has started keeps its status and headers.</param>
    /// <param name="failure">What went wrong.</param>
    /// <param name="httpStatus">The status, where it is not the failure's own.</param>
    public static async Task WriteAsync(HttpResponse response, RunFailure failure, int? httpStatus)
    {
        if (!response.HasStarted)
        {
            response.StatusCode = httpStatus ?? (failure.Code == FailureCode.InvalidRequest
                ? StatusCodes.Status400BadRequest
                : FailureTable.Of(failure.Code).HttpStatus);
            response.ContentType = "application/json";
            if (failure.RetryAfterSeconds is { } seconds)
            {
                response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            }

            // OpenAI's clients repeat failed requests by themselves; a prompt that became a run may have had its effects.
            if (response.Headers.ContainsKey("X-Run-Id"))
            {
                response.Headers["x-should-retry"] = "false";
            }
        }

        await response.Body.WriteAsync(Envelope(failure));
    }

    /// <summary>The envelope.</summary>
    public static ReadOnlyMemory<byte> Envelope(RunFailure failure)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("error");
            writer.WriteString("message", failure.Message);
            writer.WriteString("type", FailureTable.Of(failure.Code).OpenAiType);
            writer.WriteString("param", ParameterOf(failure));
            writer.WriteString("code", CodeOf(failure));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return output.WrittenMemory;
    }

    private static string? ParameterOf(RunFailure failure) =>
        failure.Fields?.Keys.FirstOrDefault() is { } field ? Parameters.GetValueOrDefault(field, field.StartsWith("content", StringComparison.Ordinal) ? "messages" : field) : null;

    // OpenAI's own words where it has one, else our failure's name in its spelling.
    private static string CodeOf(RunFailure failure) => failure.Code switch
    {
        FailureCode.Unauthorized => "invalid_api_key",
        FailureCode.RateLimited or FailureCode.LimitReached => "rate_limit_exceeded",
        FailureCode.NotFound => failure.Fields?.ContainsKey("model") == true ? "model_not_found" : "unknown_url",
        var code => JsonNamingPolicy.SnakeCaseLower.ConvertName(code.ToString()),
    };
}
