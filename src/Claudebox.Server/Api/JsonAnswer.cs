using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Claudebox.Server.Api;

/// <summary>Answers in JSON.</summary>
internal static class JsonAnswer
{
    /// <summary>Writes a value as the response.</summary>
    public static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted);
    }
}
