using System.Net;
using Claudebox.Workspaces;
using Docker.DotNet.Models;

namespace Claudebox.Docker;

/// <summary>Lists containers of Claudebox, found by label alone.</summary>
internal static class ContainerList
{
    internal static async Task<IReadOnlyList<WorkspaceContainer>> ListAsync(EngineApi engine, string? workspace, CancellationToken cancellationToken)
    {
        var label = workspace is null ? ContainerLabels.Workspace : $"{ContainerLabels.Workspace}={workspace}";
        var found = await FindAsync(engine, cancellationToken, label).ConfigureAwait(false);
        return [.. found.Select(Convert).OfType<WorkspaceContainer>().OrderBy(item => item.Workspace, StringComparer.Ordinal).ThenBy(item => item.Role)];
    }

    /// <summary>Finds the containers, running or not, that have all of these labels.</summary>
    internal static Task<IList<ContainerListResponse>> FindAsync(EngineApi engine, CancellationToken cancellationToken, params string[] labels)
    {
        var parameters = new ContainersListParameters { All = true, Filters = ContainerLabels.Filter(labels) };
        return engine.CallAsync((client, token) => client.Containers.ListContainersAsync(parameters, token), cancellationToken);
    }

    internal static WorkspaceContainer Convert(ContainerInspectResponse container, ContainerPlan plan) => new()
    {
        Id = container.ID,
        Name = container.Name.TrimStart('/'),
        Workspace = plan.Workspace,
        Role = plan.Role,
        State = "running",
        Image = plan.Image,
        Version = container.Config?.Labels?.TryGetValue(ContainerLabels.Version, out var version) == true ? version : null,
        DataDirectory = plan.DataDirectory,
        CreatedAt = new DateTimeOffset(container.Created.ToUniversalTime(), TimeSpan.Zero),
    };

    private static WorkspaceContainer? Convert(ContainerListResponse container) =>
        container.Labels.TryGetValue(ContainerLabels.Workspace, out var workspace) &&
        container.Labels.TryGetValue(ContainerLabels.Role, out var name) && WorkspaceRoleNames.Parse(name) is { } role
            ? new WorkspaceContainer
            {
                Id = container.ID,
                Name = (container.Names.FirstOrDefault() ?? container.ID).TrimStart('/'),
                Workspace = workspace,
                Role = role,
                State = container.State,
                Status = container.Status,
                Image = container.Image,
                Version = container.Labels.TryGetValue(ContainerLabels.Version, out var version) ? version : null,
                DataDirectory = container.Mounts?.FirstOrDefault(mount => mount.Destination == ContainerPlanner.DataInside)?.Source,
                PublishedAt = PublishedAt(container),
                CreatedAt = new DateTimeOffset(container.Created.ToUniversalTime(), TimeSpan.Zero),
            }
            : null;

    // An address of either family that means "all" comes twice; one of them is enough.
    private static string? PublishedAt(ContainerListResponse container) =>
        container.Ports?.FirstOrDefault(port => port.PublicPort > 0 && $"{port.PrivatePort}/{port.Type}" == ServerPublication.PortInside) is { } found &&
        IPAddress.TryParse(found.IP, out var address)
            ? new ServerPublication(address, found.PublicPort ?? 0).ToString()
            : null;
}
