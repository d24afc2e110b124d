using Claudebox.Json;

namespace Claudebox.Events;

/// <summary><c>system/status</c>: what the CLI is doing, e.g. <c>requesting</c> before each API call or <c>compacting</c>.</summary>
public sealed class StatusEvent : SystemEvent
{
    internal StatusEvent(EventSource source)
        : base(source)
    {
        Status = source.Json.Text("status");
        CompactResult = source.Json.Text("compact_result");
        PermissionMode = source.Json.Text("permissionMode");
    }

    /// <summary>The state; null when it ended.</summary>
    public string? Status { get; }

    /// <summary>How a compaction ended.</summary>
    public string? CompactResult { get; }

    /// <summary>The new permission mode, when it changed.</summary>
    public string? PermissionMode { get; }

    /// <inheritdoc/>
    public override bool IsPartial => Status == "requesting";
}
