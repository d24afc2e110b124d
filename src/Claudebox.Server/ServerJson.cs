using System.Text.Json.Serialization;
using Claudebox.Server.Api;
using Claudebox.Server.Claude;
using Claudebox.Server.Runs;
using Claudebox.Server.Terminals;

namespace Claudebox.Server;

/// <summary>Source-generated JSON of what only the server reads.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Lineage))]
[JsonSerializable(typeof(LockOwner))]
[JsonSerializable(typeof(RunResultDocument))]
[JsonSerializable(typeof(Dictionary<string, CopiedFile>))]
[JsonSerializable(typeof(RecordedSession))]
[JsonSerializable(typeof(TerminalLineage))]
[JsonSerializable(typeof(TerminalPlan))]
[JsonSerializable(typeof(TerminalStart))]
internal sealed partial class ServerJson : JsonSerializerContext;
