using System.Management.Automation;
using Claudebox.PowerShell.Pipeline;

namespace Claudebox.PowerShell.Commands;

/// <summary>Deletes files of a server; of a link, the link alone. Directories are refused.</summary>
[Cmdlet(VerbsCommon.Remove, "ClaudeboxFile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveClaudeboxFileCommand : ServerCommand
{
    /// <summary>Paths below the server's root.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    private protected override PipelineBlock? OnRecord()
    {
        var (server, paths) = (Server, Path);
        return async (output, cancellationToken) =>
        {
            foreach (var path in paths)
            {
                await GuardAsync(output, path, () => RemoveAsync(server, path.Trim('/'), output, cancellationToken), cancellationToken).ConfigureAwait(false);
            }
        };
    }

    private async Task RemoveAsync(ClaudeboxServer server, string path, PipelineOutput output, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(server).ConfigureAwait(false);
        if (await output.ShouldProcessAsync($"{path} ({server})", "Delete file").ConfigureAwait(false))
        {
            await connection.DeleteFileAsync(path, cancellationToken).ConfigureAwait(false);
        }
    }
}
