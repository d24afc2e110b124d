using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using Claudebox.Server.Tests.Api;
using Claudebox.Testing;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Models;
using OfficialChatClient = OpenAI.Chat.ChatClient;

namespace Claudebox.Server.Tests.OpenAi;

/// <summary>OpenAI's official client for .NET, the strictest: it throws on words that it does not know.</summary>
public sealed class NuGetClientTests(SharedApi shared) : IClassFixture<SharedApi>
{
    private static readonly byte[] Pixel =
        Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC");

    private readonly ApiHost _host = shared.Host;

    [Fact]
    public async Task Chat_and_models_work()
    {
        ChatCompletion answer = await Client().CompleteChatAsync("[sim:text text=hello input=7 output=5]");
        OpenAIModelCollection models = await new OpenAIModelClient(new ApiKeyCredential(ApiHost.Token), Options()).GetModelsAsync();
        OpenAIModel model = await new OpenAIModelClient(new ApiKeyCredential(ApiHost.Token), Options()).GetModelAsync("claudebox/haiku");

        Assert.Equal("hello", answer.Content.Single().Text);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.Equal(ChatMessageRole.Assistant, answer.Role);
        Assert.Equal(5, answer.Usage.OutputTokenCount);
        Assert.True(answer.Usage.InputTokenCount >= 7);
        Assert.Equal(answer.Usage.InputTokenCount + 5, answer.Usage.TotalTokenCount);
        Assert.Equal(["haiku", "sonnet", "opus", "opusplan"], models.Select(m => m.Id));
        Assert.Equal("haiku", model.Id);
    }

    [Theory]
    [InlineData("[sim:long deltas=12 delay=1]", ChatFinishReason.Stop)]
    [InlineData("[sim:bash say=looking command=true text=done]", ChatFinishReason.Stop)]
    [InlineData("[sim:text text=partial stop=max_tokens]", ChatFinishReason.Length)]
    [InlineData("[sim:text text=partial stop=refusal]", ChatFinishReason.ContentFilter)]
    public async Task Streams_work_with_every_reason_to_end(string prompt, ChatFinishReason expected)
    {
        var text = "";
        var reasons = new List<ChatFinishReason>();
        ChatTokenUsage? usage = null;
        await foreach (var update in Client().CompleteChatStreamingAsync(prompt))
        {
            text += string.Concat(update.ContentUpdate.Select(c => c.Text));
            usage = update.Usage ?? usage;
            if (update.FinishReason is { } reason)
            {
                reasons.Add(reason);
            }
        }

        Assert.Equal(expected, Assert.Single(reasons));
        Assert.True(usage!.TotalTokenCount > 0);
        Assert.NotEmpty(text);
        if (prompt.Contains("long", StringComparison.Ordinal))
        {
            Assert.Equal(LongScenario.TextOf(12), text);
        }
    }

    [Fact]
    public async Task Conversations_images_and_schemas_work()
    {
        var marker = Guid.NewGuid().ToString("N");
        ChatCompletion answer = await Client().CompleteChatAsync(
            [
                new SystemChatMessage("Be brief."),
                new UserChatMessage("first-" + marker),
                new AssistantChatMessage([ChatToolCall.CreateFunctionToolCall("call_1", "weather", BinaryData.FromString("{}"))]),
                new ToolChatMessage("call_1", "17 degrees"),
                new UserChatMessage(
                    ChatMessageContentPart.CreateTextPart("[sim:schema json='{\"n\": 3}'] last-" + marker),
                    ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(Pixel), "image/png")),
            ],
            new ChatCompletionOptions
            {
                ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat(
                    "count", BinaryData.FromString("""{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"],"additionalProperties":false}"""), jsonSchemaIsStrict: true),
                MaxOutputTokenCount = 1000,
                Temperature = 0.5f,
            });

        using var json = JsonDocument.Parse(answer.Content.Single().Text);
        Assert.Equal(3, json.RootElement.GetProperty("n").GetInt32());
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        var sent = ChatClient.RequestWith(_host.Model, "last-" + marker).Body.GetRawText();
        Assert.Contains("first-" + marker, sent, StringComparison.Ordinal);
        Assert.Contains("17 degrees", sent, StringComparison.Ordinal);
        Assert.Contains("\"image/png\"", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_are_its_own_exceptions_with_their_status()
    {
        var options = new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("f") } };

        var unauthorized = await Assert.ThrowsAsync<ClientResultException>(() => Client(key: "wrong").CompleteChatAsync("never"));
        var refused = await Assert.ThrowsAsync<ClientResultException>(() => Client().CompleteChatAsync([new UserChatMessage("never")], options));
        var missing = await Assert.ThrowsAsync<ClientResultException>(() => Client(model: "gpt-4o").CompleteChatAsync("never"));

        Assert.Equal(401, unauthorized.Status);
        Assert.Equal(400, refused.Status);
        Assert.Contains("tools", refused.Message, StringComparison.Ordinal);
        Assert.Equal(404, missing.Status);
        Assert.Contains("model_not_found", missing.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[sim:error status=401 should-retry=false]", 502)]
    [InlineData("[sim:error status=429 should-retry=false]", 429)]
    [InlineData("[sim:error status=500 should-retry=false]", 500)]
    [InlineData("[sim:error status=529]", 503)]
    public async Task A_failed_run_is_not_repeated_with_the_settings_of_the_document(string prompt, int status)
    {
        var marker = Guid.NewGuid().ToString("N");

        var failed = await Assert.ThrowsAsync<ClientResultException>(() => Client().CompleteChatAsync($"{prompt} {marker}"));

        Assert.Equal(status, failed.Status);
        using var api = _host.Connect();
        Assert.Equal(1, await api.CountRunsAsync(marker));
    }

    private OfficialChatClient Client(string model = "sonnet", string key = ApiHost.Token) => new(model, new ApiKeyCredential(key), Options());

    private OpenAIClientOptions Options() => new()
    {
        Endpoint = new Uri(FormattableString.Invariant($"http://127.0.0.1:{_host.Port}/openai/v1")),
        RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
    };
}
