using System.Diagnostics;
using System.Globalization;
using Claudebox.Runs;

namespace Claudebox.Server.Claude;

/// <summary>
/// Writes the keys of Claude Code's configuration without which it opens dialogs (claude-cli.md §11). The entrypoint does so
/// at the container's start; a terminal can come much later, and with an API key that has to be approved.
/// </summary>
internal sealed class ClaudePresets(ClaudeCode claude, ServerOptions options)
{
    // Claude Code notes an approved key by its last 20 characters. Of a real key, of about 100, that tells nobody the rest; a short one,
    // as gateways give them out, would be as good as written down, so there Claude Code asks, and notes it itself.
    private const int ApprovedLength = 20;
    private const int ShortestApproved = 2 * ApprovedLength;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Writes what is missing.</summary>
    /// <param name="variables">The command's own variables.</param>
    /// <param name="workspace">The workspace, links resolved.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ClaudeboxException">The script cannot be started, or does not end.</exception>
    public async Task WriteAsync(IReadOnlyDictionary<string, string>? variables, string workspace, CancellationToken cancellationToken)
    {
        var owner = claude.User.Owner;
        string[] arguments =
        [
            Path.Combine(options.ScriptsDirectory, "write-presets.sh"), workspace,
            owner.UserId.ToString(CultureInfo.InvariantCulture), owner.GroupId.ToString(CultureInfo.InvariantCulture),
        ];
        var start = new ProcessStartInfo("bash", arguments) { UseShellExecute = false, RedirectStandardInput = true };
        start.Environment["CLAUDEBOX_CONTAINER_DATA_DIR"] = options.DataDirectory;
        if (variables?.GetValueOrDefault("ANTHROPIC_API_KEY") is { Length: >= ShortestApproved } key)
        {
            start.Environment["CLAUDEBOX_APPROVED_KEY"] = key[^ApprovedLength..];
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Limit);
        try
        {
            // What could not be written is in the log, and only a dialog more.
            await process.WaitForExitAsync(limited.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new ClaudeboxException(FailureCode.InternalError, $"The presets of Claude Code were not written within {Limit.TotalSeconds:0} s.");
        }
    }
}
