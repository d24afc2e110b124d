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

    /// <summary>Adds what the routes need.</summary>
    public static IServiceCollection AddOpenAi(this IServiceCollection services) => services
        .AddSingleton<IImageNetwork, ImageNetwork>()
        .AddSingleton<ImageFetcher>()
        .AddSingleton<ChatImages>()
        .AddSingleton<ChatCompletions>();

    /// <summary>Maps the routes. OpenAI's own document describes them.</summary>
    public static void MapOpenAi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Root + "/v1").Public().ExcludeFromDescription();
        group.MapPost("/chat/completions", (HttpContext context, ChatCompletions chat) => chat.AnswerAsync(context));
        group.MapGet("/models", ListAsync);

        // A name may hold slashes: prefixes of providers.
        group.MapGet("/models/{**id}", GetAsync);
    }

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
