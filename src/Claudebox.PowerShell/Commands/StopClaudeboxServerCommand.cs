using System.Management.Automation;
using Claudebox.PowerShell.Completion;
using Claudebox.PowerShell.Failures;
using Claudebox.PowerShell.Hosting;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Commands;

/// <summary>Stops servers. Their runs get some seconds to end and are then cancelled; results, sessions and files stay.</summary>
[Cmdlet(VerbsLifecycle.Stop, "ClaudeboxServer", SupportsShouldProcess = true)]
[OutputType(typeof(ClaudeboxServer))]
public sealed class StopClaudeboxServerCommand : EngineCommand
{
    private ServerHost? _host;

    /// <summary>Names of containers, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Emits the servers as they are afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override PipelineBlock? OnRecord()
    {
        _host ??= new ServerHost(DockerHost);
        var names = Name;
        return (output, cancellationToken) => StopAsync(_host, names, output, cancellationToken);
    }

    private protected override Task ReleaseAsync() => _host?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    private async Task StopAsync(ServerHost host, string[] names, PipelineOutput output, CancellationToken cancellationToken)
    {
        var servers = await host.ListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var container in servers.Where(server => ServerNames.Match(names, server)).Select(server => server.Container!).Where(container => container.IsRunning))
        {
            try
            {
                if (await output.ShouldProcessAsync($"{container.Name} ({container.Workspace})", "Stop server").ConfigureAwait(false))
                {
                    await host.StopAsync(container, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (ClaudeboxException exception) when (!ErrorRecords.EndsCommand(exception.Code))
            {
                await output.WriteErrorAsync(ErrorRecords.Of(exception, container)).ConfigureAwait(false);
            }
        }

        await ServerNames.ReportMissingAsync(names, servers, output).ConfigureAwait(false);
        if (PassThru)
        {
            var now = await host.ListAsync(cancellationToken).ConfigureAwait(false);
            foreach (var server in now.Where(server => ServerNames.Match(names, server)))
            {
                await output.WriteObjectAsync(server).ConfigureAwait(false);
            }
        }
    }
}
