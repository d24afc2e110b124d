using System.Management.Automation;
using System.Security;
using Claudebox.PowerShell.Completion;
using Claudebox.PowerShell.Failures;
using Claudebox.PowerShell.Hosting;
using Claudebox.PowerShell.Pipeline;
using Claudebox.PowerShell.Runs;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Commands;

/// <summary>Runs prompts with Claude Code in the workspace's container.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "Claudebox", DefaultParameterSetName = ContinueSet, SupportsShouldProcess = true)]
[OutputType(typeof(ClaudeboxEvent), typeof(ClaudeboxResult), typeof(ClaudeboxRun), typeof(string))]
public sealed class InvokeClaudeboxCommand : ContainerCommand
{
    private const string ContinueSet = "Continue";
    private const string ResumeSet = "Resume";
    private const string NewSet = "New";

    private PromptSession? _session;
    private ServerPrompts? _prompts;

    /// <summary>What to ask of Claude. Each object of the pipeline is a prompt of its own.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string Prompt { get; set; } = "";

    /// <summary>
    /// The directory that Claude works in; by default the current location. With <see cref="Server"/> a path below the server's root,
    /// by default the root.
    /// </summary>
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

    /// <summary>Runs the prompt on a server: its URL, or an object of <c>Start-ClaudeboxServer</c>.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public ClaudeboxServer? Server { get; set; }

    /// <summary>The server's token; without it, that of the object.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Token { get; set; }

    /// <summary>Makes the workspace on the server when it is missing.</summary>
    [Parameter]
    public SwitchParameter CreateWorkspace { get; set; }

    /// <summary>Emits the run at once; the server goes on with it.</summary>
    [Parameter]
    public SwitchParameter Async { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        CheckServerParameters();
        if (ResultOnly && OutputFormat != ClaudeboxOutputFormat.Object)
        {
            ThrowTerminatingError(ErrorRecords.Of(
                new ClaudeboxException(FailureCode.InvalidRequest, "-ResultOnly goes with -OutputFormat Object alone."), OutputFormat));
        }

        if (Server is null)
        {
            _session = new PromptSession(CreateHost(), TimeProvider.System);
            return;
        }

        try
        {
            _prompts = new ServerPrompts(new ServerConnection(Server, Token), TimeProvider.System);
        }
        catch (ClaudeboxException exception)
        {
            ThrowTerminatingError(ErrorRecords.OfServer(exception, Server));
        }
    }

    private protected override PipelineBlock? OnRecord()
    {
        if (Schema() is not { } schema)
        {
            return null;
        }

        if (_prompts is { } prompts)
        {
            var request = ServerRequest(schema);
            var writers = new RunWriters(OutputFormat, ResultOnly, IncludeDelta);
            return (output, cancellationToken) => prompts.RunAsync(request, writers, output, cancellationToken);
        }

        if (ResolveWorkspace(Workspace) is not { } directory)
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

    // The server has credentials of its own, so only what the user names goes along.
    private RunRequest ServerRequest(string schema)
    {
        var variables = Variables();
        return Request(schema) with
        {
            Workspace = Workspace,
            CreateWorkspace = CreateWorkspace,
            Async = Async,
            Origin = null,
            Environment = variables.Count == 0 ? null : variables,
        };
    }

    private void CheckServerParameters()
    {
        string[] container = [nameof(DockerHost), nameof(Image), nameof(Mount), nameof(Network), nameof(NoDockerSocket)];
        string[] server = [nameof(Token), nameof(CreateWorkspace), nameof(Async)];
        var bound = MyInvocation.BoundParameters;
        if ((Server is null ? server : container).FirstOrDefault(bound.ContainsKey) is { } name)
        {
            var message = Server is null ? $"-{name} goes with -Server alone." : $"-{name} does not go with -Server: it is about a container of this computer.";
            ThrowTerminatingError(ErrorRecords.Of(new ClaudeboxException(FailureCode.InvalidRequest, message), name));
        }

        if (Async && (ResultOnly || IncludeDelta || OutputFormat != ClaudeboxOutputFormat.Object))
        {
            ThrowTerminatingError(ErrorRecords.Of(
                new ClaudeboxException(FailureCode.InvalidRequest, "-Async emits the run alone; Receive-ClaudeboxRun gives events and results."), "Async"));
        }
    }

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

    private protected override async Task ReleaseAsync()
    {
        if (_session is not null)
        {
            await _session.DisposeAsync().ConfigureAwait(false);
        }

        if (_prompts is not null)
        {
            await _prompts.DisposeAsync().ConfigureAwait(false);
        }
    }
}
