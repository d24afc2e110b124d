using Claudebox.Core.Tests.Support;
using Claudebox.Events;

namespace Claudebox.Core.Tests.Events;

/// <summary>The members of the lines of type <c>system</c>, against real lines.</summary>
public sealed class SystemEventTests
{
    [Fact]
    public void Init_tells_how_the_turn_was_set_up()
    {
        var init = SampleLines.Event<InitEvent>("system/init");
        Assert.Equal("e92a0f47-4324-406c-8ef4-a019d3a2d41c", init.SessionId);
        Assert.Equal("init", init.Subtype);
        Assert.Equal("/lab/work", init.WorkingDirectory);
        Assert.Equal("claude-opus-4-8[1m]", init.Model);
        Assert.Equal("bypassPermissions", init.PermissionMode);
        Assert.Equal("ANTHROPIC_API_KEY", init.ApiKeySource);
        Assert.Equal("2.1.197", init.ClaudeCodeVersion);
        Assert.Equal(25, init.Tools.Count);
        Assert.Equal(["Task", "Bash"], init.Tools.Take(2));
        Assert.False(init.IsPartial);
    }

    [Fact]
    public void Status_requesting_is_partial_and_other_states_are_not()
    {
        var requesting = SampleLines.Event<StatusEvent>("system/status requesting (only with --include-partial-messages, before each API call)");
        Assert.Equal("requesting", requesting.Status);
        Assert.True(requesting.IsPartial);

        var compacting = SampleLines.Event<StatusEvent>("system/status compacting, then compact_result");
        Assert.Equal("compacting", compacting.Status);
        Assert.False(compacting.IsPartial);
    }

    [Fact]
    public void Status_tells_how_a_compaction_ended_and_the_new_permission_mode()
    {
        var compacted = SampleLines.Event<StatusEvent>("system/status compacting, then compact_result", 1);
        Assert.Null(compacted.Status);
        Assert.Equal("success", compacted.CompactResult);
        Assert.False(compacted.IsPartial);

        var mode = SampleLines.Event<StatusEvent>("system/status after set_permission_mode");
        Assert.Null(mode.Status);
        Assert.Equal("default", mode.PermissionMode);
    }

    [Fact]
    public void A_compact_boundary_tells_the_tokens_on_both_sides()
    {
        var boundary = SampleLines.Event<CompactBoundaryEvent>("system/compact_boundary (auto)");
        Assert.Equal("auto", boundary.Trigger);
        Assert.Equal(195130, boundary.TokensBefore);
        Assert.Equal(630, boundary.TokensAfter);
    }

    [Fact]
    public void An_api_retry_tells_the_attempt_the_delay_and_the_error()
    {
        var retry = SampleLines.Event<ApiRetryEvent>("system/api_retry (HTTP error)");
        Assert.Equal(1, retry.Attempt);
        Assert.Equal(10, retry.MaxRetries);
        Assert.Equal(518.1427, retry.Delay!.Value.TotalMilliseconds, 3);
        Assert.Equal(500, retry.ErrorStatus);
        Assert.Equal("server_error", retry.Error);

        var refused = SampleLines.Event<ApiRetryEvent>("system/api_retry (connection refused: error_status null)");
        Assert.Null(refused.ErrorStatus);
        Assert.Equal("unknown", refused.Error);
    }

    [Fact]
    public void Thinking_tokens_are_counted()
    {
        var tokens = SampleLines.Event<ThinkingTokensEvent>("system/thinking_tokens");
        Assert.Equal(8, tokens.EstimatedTokens);
        Assert.Equal(8, tokens.EstimatedTokensDelta);
    }

    [Fact]
    public void A_hook_is_followed_from_its_start_to_its_response()
    {
        var started = SampleLines.Event<HookEvent>("system/hook_started");
        Assert.Equal("hook_started", started.Subtype);
        Assert.Equal("056de742-dd5e-4fc5-8563-5623020c22a3", started.HookId);
        Assert.Equal("SessionStart:startup", started.HookName);
        Assert.Equal("SessionStart", started.HookKind);
        Assert.Null(started.ExitCode);
        Assert.Null(started.Outcome);

        var progress = SampleLines.Event<HookEvent>("system/hook_progress");
        Assert.Equal("step 1\nstep 2\n", progress.Output);
        Assert.Equal("step 1\nstep 2\n", progress.StandardOutput);
        Assert.Equal("", progress.StandardError);

        var response = SampleLines.Event<HookEvent>("system/hook_response (ok)");
        Assert.Equal(started.HookId, response.HookId);
        Assert.Equal(0, response.ExitCode);
        Assert.Equal("success", response.Outcome);

        var blocked = SampleLines.Event<HookEvent>("system/hook_response (exit 2 = block)");
        Assert.Equal("blocked by policy\n", blocked.StandardError);
        Assert.Equal(2, blocked.ExitCode);
        Assert.Equal("error", blocked.Outcome);
    }

    [Fact]
    public void A_blocked_prompt_is_a_message_that_ends_the_turn()
    {
        var message = SampleLines.Event<InformationalEvent>("system/informational (UserPromptSubmit hook blocked the prompt)");
        Assert.StartsWith("UserPromptSubmit operation blocked by hook:\n", message.Content, StringComparison.Ordinal);
        Assert.Equal("warning", message.Level);
        Assert.True(message.PreventsContinuation);
    }

    [Fact]
    public void A_fallback_names_both_models_and_a_refusal_the_one()
    {
        var fallback = SampleLines.Event<ModelFallbackEvent>("system/model_fallback (--fallback-model)");
        Assert.Equal("claude-opus-4-8[1m]", fallback.OriginalModel);
        Assert.Equal("claude-sonnet-5", fallback.FallbackModel);
        Assert.Equal("overloaded", fallback.Trigger);
        Assert.StartsWith("Switched to Sonnet 5", fallback.Content, StringComparison.Ordinal);

        var refusal = SampleLines.Event<ModelRefusalEvent>("system/model_refusal_no_fallback");
        Assert.Equal("claude-opus-4-8[1m]", refusal.OriginalModel);
        Assert.Null(refusal.Explanation);
    }

    [Fact]
    public void The_sessions_state_changes()
    {
        const string Title = "system/session_state_changed (only with CLAUDE_CODE_EMIT_SESSION_STATE_EVENTS=1)";
        Assert.Equal("running", SampleLines.Event<SessionStateChangedEvent>(Title).State);
        Assert.Equal("idle", SampleLines.Event<SessionStateChangedEvent>(Title, 1).State);
    }
}
