using System.Management.Automation;
using Claudebox.PowerShell.Failures;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Commands;

/// <summary>Servers by the names of their containers, which may hold wildcards.</summary>
internal static class ServerNames
{
    /// <summary>Whether a server is meant; no names mean all.</summary>
    public static bool Match(string[]? names, ClaudeboxServer server) => names is null || names.Any(name => IsMatch(name, server));

    /// <summary>Writes an error for each name without wildcards that no server has.</summary>
    public static async Task ReportMissingAsync(string[]? names, IReadOnlyList<ClaudeboxServer> servers, PipelineOutput output)
    {
        foreach (var name in (names ?? []).Where(name => !WildcardPattern.ContainsWildcardCharacters(name) && !servers.Any(server => IsMatch(name, server))))
        {
            await output.WriteErrorAsync(ErrorRecords.Of(
                new ClaudeboxException(FailureCode.NotFound, $"There is no server with the name '{name}'."), name)).ConfigureAwait(false);
        }
    }

    private static bool IsMatch(string name, ClaudeboxServer server) => WildcardPattern.Get(name, WildcardOptions.None).IsMatch(server.Name);
}
