using System.Text.Json;
using System.Text.Json.Serialization;
using Claudebox.Files;
using Claudebox.Runs;
using Claudebox.Sessions;
using Claudebox.Terminals;

namespace Claudebox.Json;

/// <summary>Source-generated JSON of everything that travels between host and server: camelCase, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = false,
    Converters = [typeof(RunStatusConverter), typeof(FailureCodeConverter), typeof(FileEntryTypeConverter)])]
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(RunFailure))]
[JsonSerializable(typeof(IReadOnlyList<RunRecord>))]
[JsonSerializable(typeof(IReadOnlyList<SessionRecord>))]
[JsonSerializable(typeof(SessionsCleared))]
[JsonSerializable(typeof(ServerHealth))]
[JsonSerializable(typeof(ServerReady))]
[JsonSerializable(typeof(ServerStatus))]
[JsonSerializable(typeof(ServerCredentials))]
[JsonSerializable(typeof(RunCancelled))]
[JsonSerializable(typeof(RunProgress))]
[JsonSerializable(typeof(FileListing))]
[JsonSerializable(typeof(FileChange))]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(TerminalRequest))]
[JsonSerializable(typeof(TerminalUpdate))]
public sealed partial class WireJson : JsonSerializerContext;

/// <summary>Writes run states in lower case, as the API documents them.</summary>
public sealed class RunStatusConverter() : JsonStringEnumConverter<RunStatus>(JsonNamingPolicy.CamelCase);

/// <summary>Writes failure codes by name.</summary>
public sealed class FailureCodeConverter() : JsonStringEnumConverter<FailureCode>();

/// <summary>Writes the kinds of directory entries in lower case.</summary>
public sealed class FileEntryTypeConverter() : JsonStringEnumConverter<FileEntryType>(JsonNamingPolicy.CamelCase);
