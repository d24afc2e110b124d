using Claudebox.Runs;

namespace Claudebox.CommandLine.Checks;

/// <summary>One thing that Claudebox needs on this computer, and how it is.</summary>
public sealed record HostCheck
{
    /// <summary>What was looked at: a short stable text such as <c>engine</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How it is.</summary>
    public required HostCheckStatus Status { get; init; }

    /// <summary>What was found, in one line. It holds no secret.</summary>
    public required string Detail { get; init; }

    /// <summary>What to do about it; null when nothing needs to be done.</summary>
    public string? Advice { get; init; }

    /// <summary>The kind of failure, where it is one of the failures of Claudebox; null otherwise.</summary>
    public FailureCode? Code { get; init; }

    internal static HostCheck Passed(string name, string detail) => new() { Name = name, Status = HostCheckStatus.Passed, Detail = detail };

    internal static HostCheck Warning(string name, string detail, string advice) =>
        new() { Name = name, Status = HostCheckStatus.Warning, Detail = detail, Advice = advice };

    internal static HostCheck Failed(string name, string detail, string? advice, FailureCode? code = null) =>
        new() { Name = name, Status = HostCheckStatus.Failed, Detail = detail, Advice = advice, Code = code };
}
