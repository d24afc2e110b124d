using System.Text.Json;
using System.Text.Json.Serialization;
using Claudebox.Installation;

namespace Claudebox.CommandLine.Installation;

/// <summary>Steps as JSON: one object on a line.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    Converters = [typeof(StatusConverter)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(InstallStep))]
internal sealed partial class InstallationJson : JsonSerializerContext
{
    // "done" and not "Done"; the codes of failures keep their names, which are ids.
    private sealed class StatusConverter() : JsonStringEnumConverter<InstallStepStatus>(JsonNamingPolicy.CamelCase);
}
