using System.Management.Automation;
using Claudebox.PowerShell.Pipeline;

namespace Claudebox.PowerShell.Tests.Pipeline;

/// <summary>A cmdlet whose blocks are given by the test.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Scripted", SupportsShouldProcess = true)]
public sealed class TestScriptedCommand : ClaudeboxCommand
{
    [Parameter(Mandatory = true, Position = 0)]
    public object? Script { get; set; }

    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    private CommandScript Test => (CommandScript)((Script as PSObject)?.BaseObject ?? Script)!;

    private protected override TimeSpan CleanUpLimit => Test.CleanUpLimit;

    private protected override PipelineBlock? OnRecord()
    {
        var input = InputObject;
        return Test.Record is { } record ? (output, token) => record(output, input, token) : null;
    }

    private protected override PipelineBlock? OnEnd() => Test.End;

    private protected override Task ReleaseAsync() => Test.Release();
}

/// <summary>What a <see cref="TestScriptedCommand"/> does.</summary>
internal sealed class CommandScript
{
    public Func<PipelineOutput, object?, CancellationToken, Task>? Record { get; init; }

    public PipelineBlock? End { get; init; }

    public Func<Task> Release { get; init; } = () => Task.CompletedTask;

    public TimeSpan CleanUpLimit { get; init; } = TimeSpan.FromSeconds(30);
}
