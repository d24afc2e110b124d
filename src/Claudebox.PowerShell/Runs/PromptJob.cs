using Claudebox.PowerShell.Hosting;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Runs;

/// <summary>One prompt of the pipeline.</summary>
internal sealed record PromptJob
{
    /// <summary>Where to run it.</summary>
    public required WorkspaceTarget Target { get; init; }

    /// <summary>What to run; workspace and environment are filled in when they are known.</summary>
    public required RunRequest Request { get; init; }

    /// <summary>Variables that the caller names.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>What to write.</summary>
    public ClaudeboxOutputFormat Format { get; init; }

    /// <summary>Whether to write the result alone.</summary>
    public bool ResultOnly { get; init; }
}
