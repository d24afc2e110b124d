using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Claudebox.Server.Mcp;

/// <summary>The prompt <c>delegate_task</c>: has a client's model hand a task to Claude Code the way that works best, through files.</summary>
internal sealed class DelegateTaskPrompt : McpServerPrompt
{
    /// <summary>Its name.</summary>
    public const string Name = "delegate_task";

    /// <inheritdoc/>
    public override Prompt ProtocolPrompt { get; } = new()
    {
        Name = Name,
        Title = "Delegate a task to Claude Code",
        Description = "Hands a task to Claude Code in a workspace of its own: inputs and outcome travel as files, and the outcome is checked.",
        Arguments =
        [
            new PromptArgument { Name = "task", Description = "What is to be done", Required = true },
            new PromptArgument { Name = "workspace", Description = "The workspace, relative to the root; default: one named after the task", Required = false },
        ],
    };

    /// <inheritdoc/>
    public override IReadOnlyList<object> Metadata => [];

    /// <inheritdoc/>
    public override ValueTask<GetPromptResult> GetAsync(
        RequestContext<GetPromptRequestParams> request, CancellationToken cancellationToken = default)
    {
        var task = Argument(request, "task") ?? throw new McpProtocolException("The argument 'task' of delegate_task is missing.", McpErrorCode.InvalidParams);
        var workspace = Argument(request, "workspace") is { } named
            ? $"Use the workspace '{named}'."
            : "Choose a short workspace name after the task.";
        var text = $"""
            Delegate the following task to Claude Code with the tools of the server claudebox.

            1. {workspace} Put every input that is longer than a few lines into it with write_file, and the task itself with all details into TASK.md there.
            2. Call claude_run with that workspace, create_workspace true and a short prompt: do what TASK.md says, write the outcome to OUTCOME.md.
               If it may take more than a minute, pass wait_seconds 30 and then call get_run with wait_seconds 30 until its status is not running.
            3. Read OUTCOME.md and what else was written with read_file, and check it against the task. If something is missing, call claude_run
               again with resume and the session_id of the first run, and say what.
            4. Report the outcome, the files, and what it cost.

            The task:

            {task}
            """;
        return ValueTask.FromResult(new GetPromptResult
        {
            Description = ProtocolPrompt.Description,
            Messages = [new PromptMessage { Role = Role.User, Content = new TextContentBlock { Text = text } }],
        });
    }

    private static string? Argument(RequestContext<GetPromptRequestParams> request, string name) =>
        request.Params?.Arguments?.TryGetValue(name, out var value) == true && value.ValueKind == System.Text.Json.JsonValueKind.String
            && value.GetString() is { Length: > 0 } text ? text : null;
}
