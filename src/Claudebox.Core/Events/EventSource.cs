using System.Text.Json;

namespace Claudebox.Events;

/// <summary>What an event is read from.</summary>
internal readonly record struct EventSource(ReadOnlyMemory<byte> Line, JsonElement Json, string Type);
