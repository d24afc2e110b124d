using System.Diagnostics;

namespace Claudebox.Server.Claude;

/// <summary>Whether Claude Code has credentials, so that the first thing a new user sees can be the way to get some.</summary>
internal sealed class LoginState(ClaudeCode claude, ServerOptions options)
{
    private static readonly string[] Credentials = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"];

    /// <summary>Looks for credentials.</summary>
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
        try
        {
            await Task.WhenAll(
                process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, cancellationToken),
                process.StandardError.BaseStream.CopyToAsync(Stream.Null, cancellationToken),
                process.WaitForExitAsync(cancellationToken));
            return process.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
