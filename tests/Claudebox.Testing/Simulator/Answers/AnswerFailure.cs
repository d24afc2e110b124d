using System.Text.Json.Nodes;

namespace Claudebox.Testing;

/// <summary>The API's error document.</summary>
internal static class AnswerFailure
{
    /// <summary>The error that an SSE <c>error</c> event carries in this simulator.</summary>
    public static JsonObject Overloaded(string requestId) => Document("overloaded_error", "Overloaded", requestId);

    public static JsonObject Document(string type, string message, string requestId) => new()
    {
        ["type"] = "error",
        ["error"] = new JsonObject { ["type"] = type, ["message"] = message },
        ["request_id"] = requestId,
    };
}
