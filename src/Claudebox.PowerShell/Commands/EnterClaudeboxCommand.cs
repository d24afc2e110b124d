using System.Management.Automation;
using Claudebox.PowerShell.Completion;
using Claudebox.PowerShell.Failures;
using Claudebox.PowerShell.Hosting;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Commands;

/// <summary>Opens Claude Code in this terminal, in the workspace's container.</summary>
[Cmdlet(VerbsCommon.Enter, "Claudebox", DefaultParameterSetName = ContinueSet, SupportsShouldProcess = true)]
public sealed class EnterClaudeboxCommand : ContainerCommand
{
    private const string ContinueSet = "Continue";
    private const string ResumeSet = "Resume";
    private const string NewSet = "New";

    private IWorkspaceHost? _host;

    /// <summary>The directory that Claude works in; by default the current location.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    public string? Workspace { get; set; }

    /// <summary>The session to resume.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ResumeSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? SessionId { get; set; }

    /// <summary>Starts a new session instead of continuing the last one of terminals.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NewSet)]
    public SwitchParameter NoContinue { get; set; }

    /// <summary>An alias or a full name of a model.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string? Model { get; set; }

    /// <summary>How hard the model thinks.</summary>
    [Parameter]
    public ClaudeboxEffort? Effort { get; set; }

    private protected override PipelineBlock? OnRecord()
    {
        if (ResolveWorkspace(Workspace) is not { } directory)
        {
            return null;
        }

        _host ??= CreateHost();
        var target = Target(directory) with { IsTerminal = true };
        var (variables, hasTerminal) = (Variables(), HasTerminal);
        return (output, cancellationToken) => EnterAsync(_host, target, variables, hasTerminal, output, cancellationToken);
    }

    private protected override Task ReleaseAsync() => _host?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    private async Task EnterAsync(
        IWorkspaceHost host,
        WorkspaceTarget target,
        Dictionary<string, string> variables,
        bool hasTerminal,
        PipelineOutput output,
        CancellationToken cancellationToken)
    {
        try
        {
            var plan = await host.PlanAsync(target, variables, cancellationToken).ConfigureAwait(false);
            foreach (var warning in plan.Warnings)
            {
                await output.WriteWarningAsync(warning).ConfigureAwait(false);
            }

            var description = plan.Describe($"Open Claude Code in '{target.Path}'.");
            if (!await output.ShouldProcessAsync(description, description, "Enter-Claudebox").ConfigureAwait(false))
            {
                return;
            }

            if (!hasTerminal)
            {
                throw new ClaudeboxException(
                    FailureCode.InvalidRequest, "Claude Code needs a terminal, and this PowerShell has none. Run it in a console, or send prompts with Invoke-Claudebox.");
            }

            var exitCode = await PreparationProgress.ShowAsync(
                output,
                target.Path,
                progress => host.AttachAsync(target, Options(), plan.Environment, server => BeginAsync(server, progress), progress, cancellationToken),
                cancellationToken).ConfigureAwait(false);
            if (exitCode != 0)
            {
                throw new ClaudeboxException(FailureCode.ClaudeFailed, $"Claude Code ended with exit code {exitCode}.");
            }

            async Task BeginAsync(IWorkspaceServer server, PreparationProgress progress)
            {
                await ConnectionReport.WriteAsync(server, target.Path, output).ConfigureAwait(false);
                await progress.CompleteAsync().ConfigureAwait(false);
            }
        }
        catch (ClaudeboxException exception) when (!ErrorRecords.EndsCommand(exception.Code))
        {
            await output.WriteErrorAsync(ErrorRecords.Of(exception, target.Path)).ConfigureAwait(false);
        }
    }

    private IReadOnlyList<string> Options() =>
    [
        .. NoContinue ? ["--no-continue"] : Array.Empty<string>(),
        .. Option("--resume", SessionId),
        .. Option("--model", Model),
        .. Option("--effort", Effort?.ToString().ToLowerInvariant()),
    ];

    private static string[] Option(string name, string? value) => value is null ? [] : [name, value];
}
