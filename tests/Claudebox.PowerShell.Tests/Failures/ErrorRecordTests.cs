using System.Management.Automation;
using Claudebox.PowerShell.Failures;
using Claudebox.Runs;
using Xunit;

namespace Claudebox.PowerShell.Tests.Failures;

public sealed class ErrorRecordTests
{
    public static TheoryData<FailureCode> Codes => [.. Enum.GetValues<FailureCode>()];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_failure_has_its_name_as_id_a_category_and_its_advice(FailureCode code)
    {
        var target = new object();

        var record = ErrorRecords.Of(new ClaudeboxException(code, "What went wrong."), target);

        Assert.Equal(code.ToString(), record.FullyQualifiedErrorId);
        Assert.NotEqual(ErrorCategory.NotSpecified, record.CategoryInfo.Category);
        Assert.Same(target, record.TargetObject);
        Assert.Equal(FailureTable.Of(code).Advice ?? "", record.ErrorDetails?.RecommendedAction ?? "");
        Assert.Equal("What went wrong.", record.ErrorDetails?.Message ?? record.Exception.Message);
    }

    [Theory]
    [InlineData(FailureCode.DockerUnavailable, true)]
    [InlineData(FailureCode.ImageNotFound, true)]
    [InlineData(FailureCode.ImageBuildFailed, true)]
    [InlineData(FailureCode.ImageIncompatible, true)]
    [InlineData(FailureCode.WorkspaceBusy, false)]
    [InlineData(FailureCode.ClaudeFailed, false)]
    [InlineData(FailureCode.WorkspaceNotFound, false)]
    public void Only_what_no_further_prompt_can_change_ends_the_command(FailureCode code, bool ends) =>
        Assert.Equal(ends, ErrorRecords.EndsCommand(code));

    [Fact]
    public void An_unforeseen_exception_is_an_internal_error() =>
        Assert.Equal("InternalError", ErrorRecords.Of(new FormatException("x"), null).FullyQualifiedErrorId);
}
