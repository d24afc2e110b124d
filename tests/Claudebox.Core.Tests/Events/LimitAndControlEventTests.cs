using Claudebox.Core.Tests.Support;
using Claudebox.Events;

namespace Claudebox.Core.Tests.Events;

/// <summary>The members of rate limits, of the control protocol and of the transcript mirror, against real lines.</summary>
public sealed class LimitAndControlEventTests
{
    [Theory]
    [InlineData("rate_limit_event: initial (OAuth only; comes BEFORE init)", "allowed", null, null, null)]
    [InlineData("rate_limit_event: allowed", "allowed", 1795463889L, "five_hour", null)]
    [InlineData("rate_limit_event: allowed_warning", "allowed_warning", 1795463893L, "five_hour", 0.97)]
    [InlineData("rate_limit_event: rejected", "rejected", 1795463889L, "five_hour", null)]
    public void A_rate_limit_tells_its_state_and_when_it_resets(string title, string status, long? resetsAt, string? type, double? used)
    {
        var limit = SampleLines.Event<RateLimitEvent>(title);
        Assert.Equal(status, limit.Status);
        Assert.Equal(resetsAt, limit.ResetsAt?.ToUnixTimeSeconds());
        Assert.Equal(type, limit.LimitType);
        Assert.Equal(used, limit.Utilization);
        Assert.False(limit.IsUsingOverage);
    }

    [Fact]
    public void A_control_request_asks_about_a_tool()
    {
        var request = SampleLines.Event<ControlRequestEvent>("control_request can_use_tool (with --permission-prompt-tool stdio)");
        Assert.Equal("b1c33d77-2c09-4ace-ac51-f0e7a658e050", request.RequestId);
        Assert.Equal("can_use_tool", request.RequestKind);
        Assert.Equal("Bash", request.ToolName);
    }

    [Fact]
    public void A_control_response_succeeds_or_says_why_not()
    {
        var success = SampleLines.Event<ControlResponseEvent>("control_response success / error");
        Assert.Equal("r-set_permission_mode", success.RequestId);
        Assert.False(success.IsError);
        Assert.Null(success.Error);

        var error = SampleLines.Event<ControlResponseEvent>("control_response error");
        Assert.Equal("r-bogus", error.RequestId);
        Assert.True(error.IsError);
        Assert.Equal("Unsupported control request subtype: bogus", error.Error);
    }

    [Fact]
    public void A_transcript_mirror_names_the_transcript() =>
        Assert.EndsWith("/de249d63-11e4-44b4-90f1-dd1ac75e75db.jsonl",
            SampleLines.Event<TranscriptMirrorEvent>("transcript_mirror (hidden --session-mirror)").FilePath, StringComparison.Ordinal);
}
