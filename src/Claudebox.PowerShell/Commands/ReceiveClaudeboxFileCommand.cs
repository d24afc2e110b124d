using System.Management.Automation;
using Claudebox.PowerShell.Failures;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Commands;

/// <summary>Downloads files of a server. A file here is replaced when all of the new one has arrived.</summary>
[Cmdlet(VerbsCommunications.Receive, "ClaudeboxFile", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ReceiveClaudeboxFileCommand : ServerCommand
{
    /// <summary>Paths below the server's root.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The file on this machine, or a directory that is there and gets the files under their names; by default the current location.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = ".";

    /// <summary>Replaces files that are there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override PipelineBlock? OnRecord()
    {
        if (LocalPath.Resolve(this, Destination) is not { } destination)
        {
            return null;
        }

        if (Path.Length > 1 && !Directory.Exists(destination))
        {
            ThrowTerminatingError(ErrorRecords.Of(
                new ClaudeboxException(FailureCode.InvalidRequest, $"Several files need a directory as -Destination, and '{destination}' is none."), Destination));
        }

        var (server, paths) = (Server, Path);
        return async (output, cancellationToken) =>
        {
            foreach (var path in paths)
            {
                await GuardAsync(output, path, () => ReceiveAsync(server, path.Trim('/'), destination, output, cancellationToken), cancellationToken).ConfigureAwait(false);
            }
        };
    }

    private async Task ReceiveAsync(ClaudeboxServer server, string path, string destination, PipelineOutput output, CancellationToken cancellationToken)
    {
        var target = Directory.Exists(destination) ? System.IO.Path.Combine(destination, NameOf(path)) : destination;
        var connection = await ConnectAsync(server).ConfigureAwait(false);
        if (!Force && System.IO.Path.Exists(target))
        {
            throw new ClaudeboxException(FailureCode.PreconditionFailed, $"'{target}' exists. -Force replaces it.");
        }

        if (!await output.ShouldProcessAsync(target, $"Download '{path}' of {server}").ConfigureAwait(false))
        {
            return;
        }

        try
        {
            await PreparationProgress.ShowAsync(
                output,
                path,
                async progress =>
                {
                    await connection.DownloadAsync(path, target, Force, (done, size) => progress.Report(TransferProgress.Of(done, size)), cancellationToken).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, $"'{target}' cannot be written: {exception.Message}", exception);
        }

        await output.WriteObjectAsync(new FileInfo(target)).ConfigureAwait(false);
    }

    // A name that a server gives must not lead out of the directory that the user chose.
    private static string NameOf(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.Length > 0 && name == System.IO.Path.GetFileName(name) && name.IndexOfAny(System.IO.Path.GetInvalidFileNameChars()) < 0
            ? name
            : throw new ClaudeboxException(FailureCode.PathRefused, $"'{path}' has no name that a file here can have. Name the file with -Destination.");
    }
}
