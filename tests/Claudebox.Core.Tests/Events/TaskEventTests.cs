using Claudebox.Core.Tests.Support;
using Claudebox.Events;

namespace Claudebox.Core.Tests.Events;

/// <summary>The members of the lines about sub-agents and background commands, against real lines.</summary>
public sealed class TaskEventTests
{
    private const string Background = "system/task_started + task_updated + task_notification (background Bash)";

    [Fact]
    public void A_sub_agent_is_followed_from_its_start_to_its_end()
    {
        var started = SampleLines.Event<TaskStartedEvent>("system/task_started (subagent)");
        Assert.Equal("a677508e6054474e6", started.TaskId);
        Assert.Equal("toolu_fakep34vdr5gg5vnyvtp6he7", started.ToolUseId);
        Assert.Equal("sub work", started.Description);
        Assert.Equal("local_agent", started.TaskType);
        Assert.Equal("general-purpose", started.SubagentType);

        var progress = SampleLines.Event<TaskProgressEvent>("system/task_progress");
        Assert.Equal(started.TaskId, progress.TaskId);
        Assert.Equal("Running sub", progress.Description);
        Assert.Equal("Bash", progress.LastToolName);

        var updated = SampleLines.Event<TaskUpdatedEvent>("system/task_updated");
        Assert.Equal(started.TaskId, updated.TaskId);
        Assert.Equal("completed", updated.Status);

        var ended = SampleLines.Event<TaskNotificationEvent>("system/task_notification (subagent)");
        Assert.Equal(started.TaskId, ended.TaskId);
        Assert.Equal("completed", ended.Status);
        Assert.Equal("sub work", ended.Summary);
        Assert.Equal("", ended.OutputFile);
    }

    [Fact]
    public void A_background_command_is_followed_from_its_start_to_its_end()
    {
        var started = SampleLines.Event<TaskStartedEvent>(Background);
        Assert.Equal("b4q7bbv2d", started.TaskId);
        Assert.Equal("local_bash", started.TaskType);
        Assert.Null(started.SubagentType);

        var updated = SampleLines.Event<TaskUpdatedEvent>(Background, 1);
        Assert.Equal(started.TaskId, updated.TaskId);
        Assert.Equal("completed", updated.Status);

        var ended = SampleLines.Event<TaskNotificationEvent>(Background, 2);
        Assert.Equal(started.TaskId, ended.TaskId);
        Assert.EndsWith("/tasks/b4q7bbv2d.output", ended.OutputFile, StringComparison.Ordinal);
        Assert.Equal("Background command \"bg\" completed (exit code 0)", ended.Summary);
    }

    [Fact]
    public void An_update_of_something_else_has_no_status()
    {
        var line = """{"type":"system","subtype":"task_updated","task_id":"t","patch":{"is_backgrounded":true}}"""u8.ToArray();
        Assert.Null(Assert.IsType<TaskUpdatedEvent>(ClaudeEvent.Parse(line)).Status);
    }
}
