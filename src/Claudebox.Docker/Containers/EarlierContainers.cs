using Docker.DotNet.Models;

namespace Claudebox.Docker;

/// <summary>
/// Finds containers of the earlier implementation: they have none of our labels and are called <c>claude-</c> and the
/// workspace's path with <c>_</c> for <c>/</c>, or what the user chose, on an image of its names (behaviour.md 1.2.1).
/// </summary>
internal static class EarlierContainers
{
    private static readonly string[] Repositories = ["claude-code", "claudebox"];

    internal static async Task<IReadOnlyList<EarlierContainer>> ListAsync(EngineApi engine, CancellationToken cancellationToken)
    {
        var parameters = new ContainersListParameters
        {
            All = true,
            Filters = new Dictionary<string, IDictionary<string, bool>> { ["name"] = new Dictionary<string, bool> { ["claude-"] = true } },
        };
        var found = await engine.CallAsync((client, token) => client.Containers.ListContainersAsync(parameters, token), cancellationToken).ConfigureAwait(false);
        return
        [
            .. found
                .Where(item => item.Labels?.ContainsKey(ContainerLabels.Workspace) != true)
                .Select(item => new EarlierContainer(item.ID, (item.Names.FirstOrDefault() ?? string.Empty).TrimStart('/'), item.Image, item.State == "running"))
                .Where(item => IsTheirs(item.Name, item.Image))
                .OrderBy(item => item.Name, StringComparer.Ordinal),
        ];
    }

    internal static bool IsTheirs(string name, string image) =>
        name.StartsWith("claude-_", StringComparison.Ordinal) ||
        (name.StartsWith("claude-", StringComparison.Ordinal) && Repositories.Contains(RepositoryOf(image)));

    private static string RepositoryOf(string image) => image[(image.LastIndexOf('/') + 1)..].Split(':', '@')[0];
}
