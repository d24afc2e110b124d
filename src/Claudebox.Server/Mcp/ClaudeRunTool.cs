using Claudebox.Runs;
using Claudebox.Server.Runs;
using ModelContextProtocol.Protocol;

namespace Claudebox.Server.Mcp;

/// <summary>
/// <c>claude_run</c>: a prompt, run by Claude Code in a workspace. The protocol tells a lost connection from a cancellation: only
/// the latter ends the run, unless another call shares it; of a run whose client lost the connection or the patience <c>get_run</c> tells.
/// </summary>
internal sealed class ClaudeRunTool(
    RunEngine engine, RunFollower follower, RunReporter reporter, ServerOptions options, ILogger<ClaudeRunTool> logger)
    : WorkspaceTool(Description, logger)
{
    private const string StandardModel = "haiku";

    /// <summary>The most that a call may ask to wait, in seconds.</summary>
    public const int LongestWait = 24 * 60 * 60;

    private static Tool Description { get; } = new()
    {
        Name = "claude_run",
        Title = "Run Claude Code",
        Description =
            "Runs a prompt with Claude Code in a workspace and returns its answer. Claude reads and writes files there and runs commands. " +
            "Prefer files to long prompts: (1) write inputs with write_file, (2) call claude_run with a short prompt that names these files and " +
            "says in which file to put the outcome, (3) read that file with read_file. One run at a time works in a workspace. " +
            "Runs can take minutes: if you cannot wait so long, pass wait_seconds and fetch the answer with get_run.",
        InputSchema = Schema("""
            {
              "type": "object",
              "properties": {
                "prompt": { "type": "string", "description": "What Claude is to do" },
                "model": { "type": "string", "default": "haiku", "description": "haiku, sonnet, opus, opusplan or a full model name" },
                "system_prompt": { "type": "string", "default": "", "description": "Replaces Claude Code's system prompt" },
                "append_system_prompt": { "type": "string", "default": "", "description": "Added to the system prompt" },
                "json_schema": { "type": "string", "default": "", "description": "A JSON Schema as text, of an object; the answer is then such an object, in structured_output" },
                "workspace": { "type": "string", "default": "", "description": "The directory to work in, relative to the root; the root itself when empty" },
                "create_workspace": { "type": "boolean", "default": false, "description": "Makes the workspace when it is missing" },
                "resume": { "type": "string", "default": "", "description": "The session_id of a conversation to continue" },
                "no_continue": { "type": "boolean", "default": true, "description": "Begins a new conversation; false continues the workspace's last one" },
                "effort": { "type": "string", "default": "", "description": "low, medium, high, xhigh or max" },
                "wait_seconds": { "type": "integer", "minimum": 0, "maximum": 86400, "description": "Answers after so long even when Claude still works; get_run has the rest. Without it the answer comes when the run is over" },
                "run_id": { "type": "string", "default": "", "description": "An id of your choice for the run (letters, digits, - and _): the same call with the same id never runs twice, and waits for the run that has it" }
              },
              "required": ["prompt"],
              "additionalProperties": false
            }
            """),
        OutputSchema = Schema(RunReport.JsonSchema),
        Annotations = new ToolAnnotations { ReadOnlyHint = false, DestructiveHint = true, IdempotentHint = false, OpenWorldHint = true },
    };

    /// <inheritdoc/>
    protected override async ValueTask<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var arguments = call.Arguments;
        var resume = arguments.Text("resume");
        var request = new RunRequest
        {
            Prompt = arguments.Text("prompt") ?? throw ToolArguments.Invalid("The argument 'prompt' must not be empty."),
            Model = arguments.Text("model") ?? StandardModel,
            SystemPrompt = arguments.Text("system_prompt"),
            AppendSystemPrompt = arguments.Text("append_system_prompt"),
            JsonSchema = arguments.Text("json_schema"),
            Workspace = arguments.Text("workspace"),
            CreateWorkspace = arguments.Flag("create_workspace", standard: false),
            Resume = resume,
            NoContinue = arguments.Flag("no_continue", standard: true) && resume is null,
            Effort = arguments.Text("effort"),
            FireAndForget = true,
        };
        var patience = arguments.Number("wait_seconds", 0, LongestWait);
        var run = await engine.SubmitAsync(request, arguments.Text("run_id") ?? RunIds.New(), options.StandardOrigin, cancellationToken);

        // Calls with the same id share the run; one whose patience is over will come back for the answer.
        var own = run as Run;
        own?.Hold();
        try
        {
            await follower.WaitAsync(run, call, patience is { } seconds ? TimeSpan.FromSeconds(seconds) : null, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            own?.LetGo(RunEngine.Ended("The run was cancelled because its call was."));
            throw;
        }

        return await reporter.AnswerAsync(run.Record);
    }
}
