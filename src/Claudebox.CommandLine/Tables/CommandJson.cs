using System.Text.Json;
using System.Text.Json.Serialization;
using Claudebox.CommandLine.Checks;
using Claudebox.Docker;
using Claudebox.Installation;
using Claudebox.Json;
using Claudebox.Runs;
using Claudebox.Sessions;
using Claudebox.Workspaces;

namespace Claudebox.CommandLine.Tables;

/// <summary>JSON of what commands list: as the server writes it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(RunStatusConverter), typeof(FailureCodeConverter), typeof(RoleConverter), typeof(CheckStatusConverter), typeof(StepStatusConverter)])]
[JsonSerializable(typeof(IReadOnlyList<RunRecord>))]
[JsonSerializable(typeof(IReadOnlyList<SessionRecord>))]
[JsonSerializable(typeof(IReadOnlyList<WorkspaceContainer>))]
[JsonSerializable(typeof(IReadOnlyList<HostCheck>))]
[JsonSerializable(typeof(IReadOnlyList<InstallStep>))]
internal sealed partial class CommandJson : JsonSerializerContext;

/// <summary>Writes roles by the names of their labels.</summary>
internal sealed class RoleConverter() : JsonStringEnumConverter<WorkspaceRole>(JsonNamingPolicy.CamelCase);

/// <summary>Writes outcomes of checks in lower case.</summary>
internal sealed class CheckStatusConverter() : JsonStringEnumConverter<HostCheckStatus>(JsonNamingPolicy.CamelCase);

/// <summary>Writes outcomes of steps in lower case.</summary>
internal sealed class StepStatusConverter() : JsonStringEnumConverter<InstallStepStatus>(JsonNamingPolicy.CamelCase);
