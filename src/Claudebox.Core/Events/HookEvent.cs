using Claudebox.Json;

namespace Claudebox.Events;

/// <summary><c>system/hook_started</c>, <c>hook_progress</c> and <c>hook_response</c>: a hook of the user ran.</summary>
public sealed class HookEvent : SystemEvent
{
    internal HookEvent(EventSource source)
        : base(source)
    {
        HookId = source.Json.Text("hook_id");
        HookName = source.Json.Text("hook_name");
        HookKind = source.Json.Text("hook_event");
        Output = source.Json.Text("output");
        StandardOutput = source.Json.Text("stdout");
        StandardError = source.Json.Text("stderr");
        ExitCode = source.Json.SmallInteger("exit_code");
        Outcome = source.Json.Text("outcome");
    }

    /// <summary>The id that joins the events of one hook run.</summary>
    public string? HookId { get; }

    /// <summary>The hook and its matcher, e.g. <c>PreToolUse:Bash</c>.</summary>
    public string? HookName { get; }

    /// <summary>The event it hooks, e.g. <c>SessionStart</c>.</summary>
    public string? HookKind { get; }

    /// <summary>stdout and stderr together.</summary>
    public string? Output { get; }

    /// <summary>stdout.</summary>
    public string? StandardOutput { get; }

    /// <summary>stderr.</summary>
    public string? StandardError { get; }

    /// <summary>The exit code, in a response.</summary>
    public int? ExitCode { get; }

    /// <summary><c>success</c> or <c>error</c>, in a response.</summary>
    public string? Outcome { get; }
}
