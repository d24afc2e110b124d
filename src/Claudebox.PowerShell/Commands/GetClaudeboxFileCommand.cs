using System.Management.Automation;
using Claudebox.Files;
using Claudebox.PowerShell.Pipeline;

namespace Claudebox.PowerShell.Commands;

/// <summary>Lists a directory of a server, or tells of a file.</summary>
[Cmdlet(VerbsCommon.Get, "ClaudeboxFile")]
[OutputType(typeof(ClaudeboxFile))]
public sealed class GetClaudeboxFileCommand : ServerCommand
{
    /// <summary>Paths below the server's root; by default the root.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = ["/"];

    /// <summary>Lists directories below it too.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    private protected override PipelineBlock? OnRecord()
    {
        var (server, paths) = (Server, Path);
        return async (output, cancellationToken) =>
        {
            foreach (var path in paths)
            {
                await GuardAsync(output, path, () => ListAsync(server, path, output, cancellationToken), cancellationToken).ConfigureAwait(false);
            }
        };
    }

    private async Task ListAsync(ClaudeboxServer server, string path, PipelineOutput output, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(server).ConfigureAwait(false);
        var trimmed = path.Trim('/');
        var (directory, file) = await connection.GetFileAsync(trimmed, cancellationToken).ConfigureAwait(false);
        if (file is not null)
        {
            await output.WriteObjectAsync(new ClaudeboxFile(trimmed, file, connection.Server)).ConfigureAwait(false);
            return;
        }

        foreach (var entry in directory?.Entries ?? [])
        {
            var inner = trimmed.Length == 0 ? entry.Name : $"{trimmed}/{entry.Name}";
            await output.WriteObjectAsync(new ClaudeboxFile(inner, entry, connection.Server)).ConfigureAwait(false);
            if (Recurse && entry.Type == FileEntryType.Dir)
            {
                await GuardAsync(output, inner, () => ListAsync(server, inner, output, cancellationToken), cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
