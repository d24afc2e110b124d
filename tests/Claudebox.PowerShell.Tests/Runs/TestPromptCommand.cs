using System.Collections;
using System.Management.Automation;
using Claudebox.PowerShell.Hosting;
using Claudebox.PowerShell.Pipeline;
using Claudebox.PowerShell.Runs;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Tests.Runs;

/// <summary>A cmdlet that runs its prompts on a host of the test.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Prompt", SupportsShouldProcess = true)]
public sealed class TestPromptCommand : ClaudeboxCommand
{
    private PromptSession? _session;

    [Parameter(Mandatory = true, Position = 0)]
    public PSObject? Engine { get; set; }

    [Parameter(ValueFromPipeline = true)]
    public string Prompt { get; set; } = "";

    [Parameter]
    public string[] Workspace { get; set; } = ["/w"];

    [Parameter]
    public ClaudeboxOutputFormat OutputFormat { get; set; }

    [Parameter]
    public SwitchParameter ResultOnly { get; set; }

    [Parameter]
    public Hashtable Environment { get; set; } = [];

    private protected override PipelineBlock? OnRecord()
    {
        _session ??= new PromptSession((IWorkspaceHost)Engine!.BaseObject, TimeProvider.System);
        PromptJob[] jobs = [.. Workspace.Select(path => new PromptJob
        {
            Target = new WorkspaceTarget { Path = path, BaseDirectory = "/" },
            Request = new RunRequest { Prompt = Prompt },
            Environment = Environment.Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!),
            Format = OutputFormat,
            ResultOnly = ResultOnly,
        })];
        return async (output, token) =>
        {
            foreach (var job in jobs)
            {
                await _session.RunAsync(job, output, token);
            }
        };
    }

    private protected override Task ReleaseAsync() => _session?.DisposeAsync().AsTask() ?? Task.CompletedTask;
}
