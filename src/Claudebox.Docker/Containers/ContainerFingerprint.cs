using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Claudebox.Settings;

namespace Claudebox.Docker;

/// <summary>
/// What a container was made from, in short: a container whose fingerprint differs from the plan's is made anew.
/// The hash has one part for each kind of thing, so that a difference can be named.
/// </summary>
internal static class ContainerFingerprint
{
    private const int PartLength = 12;

    internal static string Of(ContainerPlan plan, string imageId) => string.Join('.', Parts(plan, imageId).Select(part => Hash(part.Content)));

    /// <summary>The fingerprint of the same container on another image.</summary>
    internal static string WithImage(string? label, string imageId) =>
        label?.Split('.') is { Length: > 1 } parts ? string.Join('.', [Hash(imageId), .. parts[1..]]) : string.Empty;

    /// <summary>Names what differs between a container's fingerprint and the plan's.</summary>
    /// <returns>Names such as <c>image</c>; empty when nothing differs.</returns>
    internal static IReadOnlyList<string> Differences(string? label, ContainerPlan plan, string imageId)
    {
        var parts = Parts(plan, imageId);
        var found = label?.Split('.') ?? [];
        return found.Length == parts.Count
            ? [.. parts.Where((part, index) => Hash(part.Content) != found[index]).Select(part => part.Name)]
            : ["the version of Claudebox that made it"];
    }

    private static List<(string Name, string Content)> Parts(ContainerPlan plan, string imageId) =>
    [
        ("image", imageId),
        ("mounts", string.Join('\n', plan.Mounts.Select(mount => mount.ToString()).Concat(plan.MemoryMounts).Order(StringComparer.Ordinal))),
        ("network", plan.Publication is { } publication ? $"{plan.Network}\n{publication}" : plan.Network),
        ("limits", string.Create(CultureInfo.InvariantCulture, $"{plan.PidsLimit} {plan.MemoryBytes}")),
        ("idle time", plan.IdleSeconds.ToString(CultureInfo.InvariantCulture)),
        ("Git identity", $"{Value(plan, "CLAUDEBOX_GIT_NAME")}\n{Value(plan, "CLAUDEBOX_GIT_EMAIL")}"),
        ("server settings", string.Join('\n', ServerSettings(plan).Select(setting => Value(plan, setting.Name)))),
    ];

    private static IEnumerable<Setting> ServerSettings(ContainerPlan plan) =>
        [.. SettingTable.OfServer, SettingTable.WriteClaudeMd, .. plan.Publication is null ? [] : SettingTable.OfApi];

    private static string? Value(ContainerPlan plan, string name) => plan.ContainerEnvironment.TryGetValue(name, out var value) ? value : null;

    private static string Hash(string content) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..PartLength].ToLowerInvariant();
}
