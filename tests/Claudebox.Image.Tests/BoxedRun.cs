using Claudebox.Events;
using Claudebox.Runs;

namespace Claudebox.Image.Tests;

/// <summary>A run as the host's client saw it.</summary>
internal sealed record BoxedRun(IReadOnlyList<ClaudeEvent> Events, RunRecord Final)
{
    /// <summary>What the tools gave back.</summary>
    public string ToolOutput => string.Join('\n', Events.OfType<UserEvent>().SelectMany(item => item.Blocks).OfType<ToolResultBlock>().Select(block => block.Text));
}
