using System.Management.Automation;
using Claudebox.PowerShell.Completion;
using Claudebox.PowerShell.Failures;
using Claudebox.PowerShell.Hosting;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Commands;

/// <summary>Lists the servers on the Docker Engine.</summary>
[Cmdlet(VerbsCommon.Get, "ClaudeboxServer")]
[OutputType(typeof(ClaudeboxServer))]
public sealed class GetClaudeboxServerCommand : EngineCommand
{
    private ServerHost? _host;

    /// <summary>Names of containers, with wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string[]? Name { get; set; }

    private protected override PipelineBlock? OnRecord()
    {
        _host ??= new ServerHost(DockerHost);
        var names = Name;
        return (output, cancellationToken) => ListAsync(_host, names, output, cancellationToken);
    }

    private protected override Task ReleaseAsync() => _host?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    private static async Task ListAsync(ServerHost host, string[]? names, PipelineOutput output, CancellationToken cancellationToken)
    {
        var servers = await host.ListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var server in servers.Where(server => ServerNames.Match(names, server)))
        {
            await output.WriteObjectAsync(await host.AskAsync(server, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }

        await ServerNames.ReportMissingAsync(names, servers, output).ConfigureAwait(false);
    }
}
