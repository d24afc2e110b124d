using Claudebox.Installation;
using Claudebox.Runs;

namespace Claudebox.CommandLine.Installation;

/// <summary>How a part of an installation ended.</summary>
internal sealed record Outcome(InstallStepStatus Status, string Detail, string? Advice = null, FailureCode? Code = null)
{
    public static Outcome Done(string detail, string? advice = null) => new(InstallStepStatus.Done, detail, advice);

    public static Outcome Unchanged(string detail, string? advice = null) => new(InstallStepStatus.Unchanged, detail, advice);

    public static Outcome Skipped(string detail, string? advice = null) => new(InstallStepStatus.Skipped, detail, advice);

    public static Outcome Failed(string detail, string? advice = null, FailureCode code = FailureCode.InstallationFailed) =>
        new(InstallStepStatus.Failed, detail, advice, code);

    public static Outcome Failed(ClaudeboxException exception) =>
        Failed(exception.Message, FailureTable.AdviceOf(exception.Failure), exception.Code);

    public InstallStep ToStep(string name) => new() { Name = name, Status = Status, Detail = Detail, Advice = Advice, Code = Code };
}
