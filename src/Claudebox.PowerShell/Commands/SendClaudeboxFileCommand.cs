using System.Management.Automation;
using Claudebox.Files;
using Claudebox.PowerShell.Failures;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Commands;

/// <summary>Uploads files to a server. A file there is replaced when all of the new one has arrived.</summary>
[Cmdlet(VerbsCommunications.Send, "ClaudeboxFile", SupportsShouldProcess = true)]
[OutputType(typeof(ClaudeboxFile))]
public sealed class SendClaudeboxFileCommand : ServerCommand
{
    /// <summary>Files on this machine; no wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "LiteralPath")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The path on the server; with <c>/</c> at its end, and by default, the directory that gets the files under their names.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "/";

    /// <summary>Replaces files that are there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the files as they are on the server.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override PipelineBlock? OnRecord()
    {
        var server = Server;
        var files = Path.Select(path => (Text: path, Source: LocalPath.Resolve(this, path))).ToArray();
        if (files.Length > 1 && !Destination.EndsWith('/'))
        {
            ThrowTerminatingError(ErrorRecords.Of(
                new ClaudeboxException(FailureCode.InvalidRequest, "Several files need a directory as -Destination, with '/' at its end."), Destination));
        }

        return async (output, cancellationToken) =>
        {
            foreach (var (text, source) in files.Where(file => file.Source is not null))
            {
                await GuardAsync(output, text, () => SendAsync(server, source!, output, cancellationToken), cancellationToken).ConfigureAwait(false);
            }
        };
    }

    private async Task SendAsync(ClaudeboxServer server, string source, PipelineOutput output, CancellationToken cancellationToken)
    {
        var target = (Destination.EndsWith('/') ? Destination + System.IO.Path.GetFileName(source) : Destination).Trim('/');
        var connection = await ConnectAsync(server).ConfigureAwait(false);
        var content = LocalPath.OpenRead(source);
        await using var owned = content.ConfigureAwait(false);
        if (!await output.ShouldProcessAsync($"{target} ({server})", $"Upload '{source}'").ConfigureAwait(false))
        {
            return;
        }

        var change = await PreparationProgress.ShowAsync(
            output,
            target,
            progress => connection.UploadAsync(content, target, Force, (done, size) => progress.Report(TransferProgress.Of(done, size)), cancellationToken),
            cancellationToken).ConfigureAwait(false);
        await output.WriteVerboseAsync($"'{source}' is now {change.Path} ({change.Size} bytes).").ConfigureAwait(false);
        if (PassThru && await connection.GetFileAsync(target, cancellationToken).ConfigureAwait(false) is { File: { } file })
        {
            await output.WriteObjectAsync(new ClaudeboxFile(target, file, connection.Server)).ConfigureAwait(false);
        }
    }
}
