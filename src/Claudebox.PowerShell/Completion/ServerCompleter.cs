using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Claudebox.PowerShell.Hosting;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Completion;

/// <summary>Offers the servers of the Docker Engine: names, or URLs of those that run. Without an engine it offers nothing.</summary>
public sealed class ServerCompleter : IArgumentCompleter
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = (wordToComplete ?? "").Trim('\'', '"');
        var engine = fakeBoundParameters?["DockerHost"] as string;

        // The engine calls this on its own thread and waits.
        return Task.Run(() => ListAsync(engine)).GetAwaiter().GetResult()
            .Select(server => (Text: parameterName == "Name" ? server.Name : server.Url?.ToString().TrimEnd('/'), server.WorkspaceRoot))
            .Where(item => item.Text?.StartsWith(typed, StringComparison.OrdinalIgnoreCase) == true)
            .Select(item => new CompletionResult(item.Text, item.Text, CompletionResultType.ParameterValue, item.WorkspaceRoot ?? item.Text));
    }

    private static async Task<IReadOnlyList<ClaudeboxServer>> ListAsync(string? dockerHost)
    {
        using var limit = new CancellationTokenSource(Limit);
        var host = new ServerHost(dockerHost);
        await using var owned = host.ConfigureAwait(false);
        try
        {
            return await host.ListAsync(limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ClaudeboxException or OperationCanceledException)
        {
            return [];
        }
    }
}
