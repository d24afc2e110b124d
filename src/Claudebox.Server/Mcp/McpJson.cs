using System.Text.Json.Serialization;

namespace Claudebox.Server.Mcp;

/// <summary>Source-generated JSON of what tools answer; names are the protocol's usual snake_case.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(DirectoryReport))]
[JsonSerializable(typeof(FileReport))]
[JsonSerializable(typeof(FileChangeReport))]
internal sealed partial class McpJson : JsonSerializerContext;
