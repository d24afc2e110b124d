using System.Text.Json;
using Claudebox.Json;
using Claudebox.Runs;

namespace Claudebox.Core.Tests.Runs;

/// <summary>The table of failures says what the interfaces document.</summary>
public sealed class FailureTableTests
{
    public static TheoryData<FailureCode, int, string, int> Rows => new()
    {
        { FailureCode.InternalError, 500, "server_error", 1 },
        { FailureCode.InvalidRequest, 422, "invalid_request_error", 2 },
        { FailureCode.RequestTooLarge, 413, "invalid_request_error", 2 },
        { FailureCode.Unauthorized, 401, "authentication_error", 1 },
        { FailureCode.Forbidden, 403, "permission_error", 1 },
        { FailureCode.PathRefused, 400, "invalid_request_error", 2 },
        { FailureCode.NotFound, 404, "invalid_request_error", 1 },
        { FailureCode.PreconditionFailed, 412, "invalid_request_error", 1 },
        { FailureCode.WorkspaceBusy, 409, "conflict_error", 4 },
        { FailureCode.WorkspaceNotFound, 400, "invalid_request_error", 2 },
        { FailureCode.LimitReached, 429, "rate_limit_error", 4 },
        { FailureCode.RunCancelled, 409, "cancelled", 130 },
        { FailureCode.RunInterrupted, 500, "server_error", 1 },
        { FailureCode.RunNotFound, 404, "invalid_request_error", 1 },
        { FailureCode.AuthenticationFailed, 502, "api_error", 1 },
        { FailureCode.RateLimited, 429, "rate_limit_error", 1 },
        { FailureCode.Overloaded, 503, "server_error", 1 },
        { FailureCode.BudgetExceeded, 422, "invalid_request_error", 1 },
        { FailureCode.MaxTurnsReached, 422, "invalid_request_error", 1 },
        { FailureCode.SchemaUnsatisfied, 422, "invalid_request_error", 1 },
        { FailureCode.SessionNotFound, 404, "invalid_request_error", 1 },
        { FailureCode.ClaudeTimedOut, 504, "timeout_error", 1 },
        { FailureCode.ClaudeFailed, 500, "server_error", 1 },
        { FailureCode.ClaudeMissing, 500, "server_error", 1 },
        { FailureCode.DockerUnavailable, 503, "server_error", 3 },
        { FailureCode.ImageNotFound, 404, "server_error", 3 },
        { FailureCode.ImageBuildFailed, 500, "server_error", 3 },
        { FailureCode.ImageIncompatible, 409, "server_error", 3 },
        { FailureCode.ContainerFailed, 500, "server_error", 3 },
        { FailureCode.ServerUnavailable, 503, "server_error", 3 },
        { FailureCode.ConnectionLost, 500, "server_error", 1 },
        { FailureCode.InstallationFailed, 500, "server_error", 1 },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_failure_shows_the_same_everywhere(FailureCode code, int status, string type, int exitCode)
    {
        var shape = FailureTable.Of(code);
        Assert.Equal((status, type, exitCode), (shape.HttpStatus, shape.OpenAiType, shape.ExitCode));
    }

    [Fact]
    public void Every_failure_has_a_row() =>
        Assert.Equal(Enum.GetValues<FailureCode>().Order(), Rows.Select(row => row.Data.Item1).Order());

    [Theory]
    [InlineData(FailureCode.WorkspaceBusy)]
    [InlineData(FailureCode.AuthenticationFailed)]
    [InlineData(FailureCode.DockerUnavailable)]
    [InlineData(FailureCode.ImageNotFound)]
    [InlineData(FailureCode.ImageIncompatible)]
    [InlineData(FailureCode.SessionNotFound)]
    [InlineData(FailureCode.SchemaUnsatisfied)]
    public void What_people_can_mend_comes_with_advice(FailureCode code) =>
        Assert.EndsWith(".", FailureTable.Of(code).Advice, StringComparison.Ordinal);

    [Fact]
    public void A_failures_own_advice_goes_before_that_of_its_kind_and_does_not_travel()
    {
        var failure = new RunFailure { Code = FailureCode.WorkspaceBusy, Message = "Busy." };

        Assert.Equal(FailureTable.Of(FailureCode.WorkspaceBusy).Advice, FailureTable.AdviceOf(failure));
        Assert.Equal("Do this.", FailureTable.AdviceOf(failure with { Advice = "Do this." }));
        Assert.DoesNotContain("Do this", JsonSerializer.Serialize(failure with { Advice = "Do this." }, WireJson.Default.RunFailure), StringComparison.Ordinal);
    }

    [Fact]
    public void The_exception_carries_the_failure()
    {
        var cause = new IOException("cause");
        var exception = new ClaudeboxException(FailureCode.WorkspaceBusy, "Busy.", cause);
        Assert.Equal(FailureCode.WorkspaceBusy, exception.Code);
        Assert.Equal("Busy.", exception.Message);
        Assert.Equal("Busy.", exception.Failure.Message);
        Assert.Same(cause, exception.InnerException);
    }
}
