using System.Text.Json.Serialization;

namespace Claudebox.Server.Terminals;

/// <summary>A line that the hook <c>record-session.sh</c> writes: the session that a prompt went to.</summary>
/// <param name="SessionId">Claude Code's session id.</param>
internal sealed record RecordedSession([property: JsonPropertyName("session_id")] string? SessionId);
