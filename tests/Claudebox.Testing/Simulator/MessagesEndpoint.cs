using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Claudebox.Testing;

/// <summary>Answers HTTP: <c>HEAD /</c>, <c>POST /v1/messages</c>, <c>POST /v1/messages/count_tokens</c>, and 404 for the rest.</summary>
internal sealed class MessagesEndpoint(ModelSimulatorOptions options, RequestLog log, GateKeeper gates, CancellationToken stopping)
{
    public async Task HandleAsync(HttpContext http)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        var request = http.Request;
        try
        {
            switch (request.Method, request.Path.Value)
            {
                case ("HEAD", "/"):
                    break;
                case ("POST", "/v1/messages"):
                    await AnswerAsync(http, ending.Token);
                    break;
                case ("POST", "/v1/messages/count_tokens"):
                    var length = (await ReadAsync(http, ending.Token)).GetRawText().Length;
                    await http.Response.WriteAsJsonAsync(new { input_tokens = length / 4 }, ending.Token);
                    break;
                default:
                    await NewWriter(http, "", ending.Token).SendErrorAsync(new(404, $"{request.Method} {request.Path} does not exist."));
                    break;
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            http.Abort();
        }
        catch (JsonException exception)
        {
            await NewWriter(http, "", ending.Token).SendErrorAsync(new(400, $"The body is not JSON: {exception.Message}"));
        }
    }

    private async Task AnswerAsync(HttpContext http, CancellationToken ending)
    {
        var body = await ReadAsync(http, ending);
        var conversation = new Conversation(body);
        var record = Record(http.Request, body, conversation);
        var outcome = RequestOutcome.CutBySimulator;
        try
        {
            var answer = Choose(record, conversation);
            var writer = NewWriter(http, record.Model, ending);
            if (await writer.SendAsync(answer, IsStreamed(body)))
            {
                await http.Response.CompleteAsync();
                outcome = RequestOutcome.Answered;
            }
            else
            {
                log.End(record, RequestOutcome.CutBySimulator);
                await ConnectionCutter.CutAsync(http, stopping);
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            outcome = RequestOutcome.AbortedByClient;
            throw;
        }
        finally
        {
            log.End(record, outcome);
        }
    }

    private ModelAnswer Choose(RecordedRequest request, Conversation conversation)
    {
        if (!IsAccepted(request))
        {
            return new ErrorAnswer(401, "invalid x-api-key") { Headers = [new("x-should-retry", "false")] };
        }

        return request.Kind switch
        {
            RequestKind.Title => MessageAnswer.OfText("""{"title":"A simulated session"}"""),
            RequestKind.Compaction => MessageAnswer.OfText("<summary>The simulated conversation so far.</summary>"),
            _ => ScenarioCatalog.Answer(conversation.ToTurn(request.Attempt)),
        };
    }

    private bool IsAccepted(RecordedRequest request)
    {
        var credentials = new[] { request.ApiKey, request.Authorization?.Replace("Bearer ", "", StringComparison.Ordinal) };
        return credentials.Any(credential => credential is not null && (options.AcceptedCredential is null || credential == options.AcceptedCredential));
    }

    private RecordedRequest Record(HttpRequest request, JsonElement body, Conversation conversation)
    {
        var headers = request.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value.AsEnumerable()), StringComparer.OrdinalIgnoreCase);
        var kind = headers.ContainsKey("x-claude-code-agent-id") ? RequestKind.SubAgent
            : IsTitle(body) ? RequestKind.Title
            : conversation.LastUserText.Contains(HarnessText.CompactionRequest, StringComparison.Ordinal) ? RequestKind.Compaction
            : RequestKind.Main;
        var who = $"{headers.GetValueOrDefault("x-claude-code-session-id")}/{headers.GetValueOrDefault("x-claude-code-agent-id")}";
        var texts = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{conversation.Prompt}\0{conversation.LastUserText}")));
        return log.Add($"{who}/{kind}/{conversation.Length}/{texts}", (number, attempt) => new()
        {
            Number = number,
            Attempt = attempt,
            ReceivedAt = options.TimeProvider.GetUtcNow(),
            Path = request.GetEncodedPathAndQuery(),
            Headers = headers,
            Body = body,
            Kind = kind,
            PromptText = conversation.Prompt,
            LastUserText = conversation.LastUserText,
            SystemText = conversation.SystemText,
        });
    }

    // Claude Code asks for a title with output_config.format = a schema with the one property "title", and without tools.
    private static bool IsTitle(JsonElement body) =>
        body.TryGetProperty("output_config", out var config)
        && config.ValueKind == JsonValueKind.Object
        && config.TryGetProperty("format", out var format)
        && format.GetRawText().Contains("\"title\"", StringComparison.Ordinal)
        && !(body.TryGetProperty("tools", out var tools) && tools.ValueKind == JsonValueKind.Array && tools.GetArrayLength() > 0);

    private static bool IsStreamed(JsonElement body) => body.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True;

    private static async Task<JsonElement> ReadAsync(HttpContext http, CancellationToken cancellationToken)
    {
        using var document = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: cancellationToken);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? document.RootElement.Clone()
            : throw new JsonException("An object was expected.");
    }

    private AnswerWriter NewWriter(HttpContext http, string model, CancellationToken ending) =>
        new(http.Response, new AnswerContext(model, AnswerContext.NewId("req_sim"), options.TimeProvider, gates, ending));
}
