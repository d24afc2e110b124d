using System.Diagnostics;

namespace Claudebox.Server.Claude;

/// <summary>Whether Claude Code has credentials, so that the first thing a new user sees can be the way to get some.</summary>
internal sealed class LoginState(ClaudeCode claude, ServerOptions options)
{
    private static readonly string[] Credentials = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"];

    // No other terminal is opened meanwhile.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>Looks for credentials. When Claude Code does not tell in time, it counts as having some: it says itself what it lacks.</summary>
    /// <param name="variables">The command's own variables.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<bool> IsLoggedInAsync(IReadOnlyDictionary<string, string>? variables, CancellationToken cancellationToken)
    {
        // The two usual ways need no process. Others (helpers, cloud providers) only Claude Code itself knows.
        if (Credentials.Any(name => variables?.GetValueOrDefault(name) is { Length: > 0 }) ||
            File.Exists(Path.Combine(claude.Config.Path, ".credentials.json")))
        {
            return true;
        }

        var start = claude.StartInfo(mark: null, ["auth", "status"], variables, options.Workspace);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await Task.WhenAll(
                process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, limit.Token),
                process.StandardError.BaseStream.CopyToAsync(Stream.Null, limit.Token),
                process.WaitForExitAsync(limit.Token));
            return process.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            return true;
        }
    }
}
