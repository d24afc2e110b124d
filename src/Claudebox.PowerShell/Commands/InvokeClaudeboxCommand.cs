using System.Management.Automation;
using Claudebox.PowerShell.Completion;
using Claudebox.PowerShell.Failures;
using Claudebox.PowerShell.Pipeline;
using Claudebox.PowerShell.Runs;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Commands;

/// <summary>Runs prompts with Claude Code in the workspace's container.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "Claudebox", DefaultParameterSetName = ContinueSet, SupportsShouldProcess = true)]
[OutputType(typeof(ClaudeboxEvent), typeof(ClaudeboxResult), typeof(string))]
public sealed class InvokeClaudeboxCommand : ContainerCommand
{
    private const string ContinueSet = "Continue";
    private const string ResumeSet = "Resume";
    private const string NewSet = "New";

    private PromptSession? _session;

    /// <summary>What to ask of Claude. Each object of the pipeline is a prompt of its own.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string Prompt { get; set; } = "";

    /// <summary>The directory that Claude works in; by default the current location.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Workspace { get; set; }

    /// <summary>An alias or a full name of a model.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string? Model { get; set; }

    /// <summary>How hard the model thinks.</summary>
    [Parameter]
    public ClaudeboxEffort? Effort { get; set; }

    /// <summary>Replaces Claude Code's system prompt.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SystemPrompt { get; set; }

    /// <summary>Is added to the system prompt.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AppendSystemPrompt { get; set; }

    /// <summary>A JSON Schema that the answer must satisfy: a text, a hashtable or an object.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? JsonSchema { get; set; }

    /// <summary>The session to resume.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ResumeSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? SessionId { get; set; }

    /// <summary>Starts a new session instead of continuing the last one.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NewSet)]
    public SwitchParameter NoContinue { get; set; }

    /// <summary>US dollars after which a run stops.</summary>
    [Parameter]
    public decimal? MaxBudgetUsd { get; set; }

    /// <summary>Turns after which a run stops.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? MaxTurns { get; set; }

    /// <summary>Seconds after which a run is ended.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? TimeoutSeconds { get; set; }

    /// <summary>What to emit: events as objects, or text.</summary>
    [Parameter]
    public ClaudeboxOutputFormat OutputFormat { get; set; }

    /// <summary>Emits the result alone.</summary>
    [Parameter]
    public SwitchParameter ResultOnly { get; set; }

    /// <summary>Emits messages also piece by piece while they are written.</summary>
    [Parameter]
    public SwitchParameter IncludeDelta { get; set; }

    /// <summary>Takes a prompt that begins with <c>/</c> as a command of Claude Code.</summary>
    [Parameter]
    public SwitchParameter SlashCommand { get; set; }

    /// <summary>Waits for a busy workspace instead of failing.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (ResultOnly && OutputFormat != ClaudeboxOutputFormat.Object)
        {
            ThrowTerminatingError(ErrorRecords.Of(
                new ClaudeboxException(FailureCode.InvalidRequest, "-ResultOnly goes with -OutputFormat Object alone."), OutputFormat));
        }

        _session = new PromptSession(CreateHost(), TimeProvider.System);
    }

    private protected override PipelineBlock? OnRecord()
    {
        if (ResolveWorkspace(Workspace) is not { } directory || Schema() is not { } schema)
        {
            return null;
        }

        var job = new PromptJob
        {
            Target = Target(directory),
            Request = Request(schema),
            Environment = Variables(),
            Format = OutputFormat,
            ResultOnly = ResultOnly,
        };
        return (output, cancellationToken) => _session!.RunAsync(job, output, cancellationToken);
    }

    private RunRequest Request(string schema) => new()
    {
        Prompt = Prompt,
        Model = Model,
        Effort = Effort?.ToString().ToLowerInvariant(),
        SystemPrompt = SystemPrompt,
        AppendSystemPrompt = AppendSystemPrompt,
        JsonSchema = schema.Length == 0 ? null : schema,
        NoContinue = NoContinue,
        Resume = SessionId,
        MaxBudgetUsd = MaxBudgetUsd,
        MaxTurns = MaxTurns,
        TimeoutSeconds = TimeoutSeconds,
        SlashCommands = SlashCommand,
        Wait = Wait,
        Origin = "prog",
        IncludePartialMessages = IncludeDelta,
    };

    // Empty when there is no schema; null after having written what is wrong with it.
    private string? Schema()
    {
        try
        {
            return JsonSchema switch
            {
                null => "",
                PSObject { BaseObject: string text } => text,
                string text => text,
                var value => ObjectJson.Serialize(value),
            };
        }
        catch (ClaudeboxException exception)
        {
            WriteError(ErrorRecords.Of(exception, JsonSchema));
            return null;
        }
    }

    private protected override Task ReleaseAsync() => _session?.DisposeAsync().AsTask() ?? Task.CompletedTask;
}
