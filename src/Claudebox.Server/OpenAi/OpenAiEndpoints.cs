using System.Buffers;
using System.Text.Json;
using Claudebox.Server.Auth;
using Claudebox.Server.OpenAi.Images;

namespace Claudebox.Server.OpenAi;

/// <summary>The interface for programs that speak OpenAI's API: chat completions and models (behaviour.md 1.9).</summary>
internal static class OpenAiEndpoints
{
    /// <summary>What the paths of all its routes, and of no others, begin with.</summary>
    public const string Root = "/openai";

    private const string Version = Root + "/v1";
    private const string Tag = "OpenAI";

    /// <summary>Adds what the routes need.</summary>
    public static IServiceCollection AddOpenAi(this IServiceCollection services) => services
        .AddSingleton<IImageNetwork, ImageNetwork>()
        .AddSingleton<ImageFetcher>()
        .AddSingleton<ChatImages>()
        .AddSingleton<ChatCompletions>();

    /// <summary>Maps the routes.</summary>
    public static void MapOpenAi(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Version + "/chat/completions", (HttpContext context, ChatCompletions chat) => chat.AnswerAsync(context)).Public()
            .Describe("createChatCompletion", "Answers a conversation, whole or as server-sent events, in the form of OpenAI's API");
        routes.MapGet(Version + "/models", (Delegate)ListAsync).Public().Describe("listModels", "Lists models in the form of OpenAI's API");

        // A name may hold slashes: prefixes of providers.
        routes.MapGet(Version + "/models/{**id}", GetAsync).Public().Describe("retrieveModel", "A model in the form of OpenAI's API");
    }

    private static void Describe(this RouteHandlerBuilder builder, string id, string summary) =>
        builder.WithName(id).WithSummary(summary).WithTags(Tag).Produces<JsonElement>(200, "application/json");

    private static Task ListAsync(HttpContext context) => WriteAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("object", "list");
        writer.WriteStartArray("data");
        foreach (var name in ChatModels.Listed)
        {
            WriteModel(writer, name);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    // Routing leaves an escaped slash as it is.
    private static Task GetAsync(HttpContext context, string id)
    {
        var name = ChatModels.Find(id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase));
        return WriteAsync(context, writer => WriteModel(writer, name));
    }

    private static void WriteModel(Utf8JsonWriter writer, string name)
    {
        writer.WriteStartObject();
        writer.WriteString("id", name);
        writer.WriteString("object", "model");
        writer.WriteNumber("created", 0);
        writer.WriteString("owned_by", "anthropic");
        writer.WriteEndObject();
    }

    private static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            write(writer);
        }

        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(output.WrittenMemory, context.RequestAborted);
    }
}
