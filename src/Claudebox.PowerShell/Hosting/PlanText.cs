using System.Globalization;
using Claudebox.Docker;

namespace Claudebox.PowerShell.Hosting;

/// <summary>Says what a plan is, for people.</summary>
internal static class PlanText
{
    public static IReadOnlyList<string> Lines(ContainerPlan plan) =>
    [
        $"Container: {plan.Name} (kept if it agrees with all of this, else made anew)",
        $"Image: {plan.Image}{(plan.WhenImageIsMissing is "fail" ? "" : $" ({plan.WhenImageIsMissing} when it is missing)")}",
        .. plan.Mounts.Select(mount => $"Mount: {mount}"),
        plan.Publication is null ? $"Network: {plan.Network}" : $"Network: {plan.Network}, published at {plan.Publication}",
        $"Limits: {Limit(plan.PidsLimit, "processes", "process")}, {Limit(plan.MemoryBytes, "bytes of memory", "memory")}, {(plan.IdleSeconds == 0 ? "never stops by itself" : $"stops after {Number(plan.IdleSeconds)} idle seconds")}",
        $"Variables of the container: {string.Join(", ", plan.ContainerEnvironment.Keys.Order(StringComparer.Ordinal))}",
        $"Variables of the run: {(plan.ForwardedNames.Count == 0 ? "none" : string.Join(", ", plan.ForwardedNames))}",
    ];

    private static string Limit(long value, string unit, string what) => value == 0 ? $"no {what} limit" : $"{Number(value)} {unit}";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
