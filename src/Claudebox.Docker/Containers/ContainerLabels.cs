using Claudebox.Workspaces;

namespace Claudebox.Docker;

/// <summary>Labels of containers: how they are found.</summary>
internal static class ContainerLabels
{
    internal const string Workspace = "claudebox.workspace";
    internal const string Role = "claudebox.role";
    internal const string Fingerprint = "claudebox.fingerprint";
    internal const string Version = "claudebox.version";

    /// <summary>The filter of a list of containers that have all of these labels.</summary>
    internal static IDictionary<string, IDictionary<string, bool>> Filter(params string[] labels) =>
        new Dictionary<string, IDictionary<string, bool>> { ["label"] = labels.ToDictionary(label => label, _ => true) };

    internal static bool Match(IDictionary<string, string>? labels, ContainerPlan plan) =>
        labels is not null &&
        labels.TryGetValue(Workspace, out var workspace) && workspace == plan.Workspace &&
        labels.TryGetValue(Role, out var role) && role == plan.Role.ToName();
}
