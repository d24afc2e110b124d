using System.Text.Json;
using Claudebox.Json;
using Claudebox.Runs;

namespace Claudebox.Core.Tests.Runs;

/// <summary>Records and problems read as the API documents them.</summary>
public sealed class WireJsonTests
{
    private static readonly RunRecord Record = new()
    {
        RunId = "r",
        Status = RunStatus.Failed,
        Workspace = "/w",
        Origin = "prog",
        SubmittedAt = DateTimeOffset.UnixEpoch,
        Error = new RunFailure { Code = FailureCode.RateLimited, Message = "Wait.", RetryAfterSeconds = 9 },
    };

    [Fact]
    public void States_are_lower_case_and_failures_have_their_names()
    {
        var root = JsonSerializer.SerializeToElement(Record, WireJson.Default.RunRecord);
        Assert.Equal("failed", root.GetProperty("status").GetString());
        Assert.Equal("RateLimited", root.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(9, root.GetProperty("error").GetProperty("retryAfterSeconds").GetInt32());
        Assert.False(root.TryGetProperty("isFinal", out _));
        Assert.False(root.TryGetProperty("sessionId", out _));
    }

    [Fact]
    public void A_record_survives_the_wire() =>
        Assert.Equal(Record, JsonSerializer.Deserialize(JsonSerializer.Serialize(Record, WireJson.Default.RunRecord), WireJson.Default.RunRecord));

    [Theory]
    [InlineData(RunStatus.Queued, false)]
    [InlineData(RunStatus.Running, false)]
    [InlineData(RunStatus.Completed, true)]
    [InlineData(RunStatus.Failed, true)]
    [InlineData(RunStatus.Cancelled, true)]
    [InlineData(RunStatus.Interrupted, true)]
    public void Four_states_are_final(RunStatus status, bool isFinal) => Assert.Equal(isFinal, (Record with { Status = status }).IsFinal);

    [Fact]
    public void Every_failure_code_survives_a_problem_document()
    {
        foreach (var code in Enum.GetValues<FailureCode>())
        {
            var json = JsonSerializer.Serialize(new ProblemDocument { Status = FailureTable.Of(code).HttpStatus, Code = code }, WireJson.Default.ProblemDocument);
            Assert.Contains($"\"code\":\"{code}\"", json, StringComparison.Ordinal);
            Assert.Equal(code, JsonSerializer.Deserialize(json, WireJson.Default.ProblemDocument)?.Code);
        }
    }
}
