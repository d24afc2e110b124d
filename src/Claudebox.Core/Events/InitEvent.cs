using Claudebox.Json;

namespace Claudebox.Events;

/// <summary><c>system/init</c>: a turn begins; repeated at every turn of a process.</summary>
public sealed class InitEvent : SystemEvent
{
    internal InitEvent(EventSource source)
        : base(source)
    {
        WorkingDirectory = source.Json.Text("cwd");
        Model = source.Json.Text("model");
        PermissionMode = source.Json.Text("permissionMode");
        ApiKeySource = source.Json.Text("apiKeySource");
        ClaudeCodeVersion = source.Json.Text("claude_code_version");
        Tools = source.Json.Texts("tools");
    }

    /// <summary>The working directory.</summary>
    public string? WorkingDirectory { get; }

    /// <summary>The model, with its <c>[1m]</c> suffix if it has one.</summary>
    public string? Model { get; }

    /// <summary>The permission mode, e.g. <c>bypassPermissions</c>.</summary>
    public string? PermissionMode { get; }

    /// <summary>Where the credential came from: <c>ANTHROPIC_API_KEY</c>, <c>none</c>, …</summary>
    public string? ApiKeySource { get; }

    /// <summary>Claude Code's version.</summary>
    public string? ClaudeCodeVersion { get; }

    /// <summary>The names of the tools offered to the model.</summary>
    public IReadOnlyList<string> Tools { get; }
}
