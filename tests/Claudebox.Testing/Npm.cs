using System.Diagnostics;

namespace Claudebox.Testing;

/// <summary>The machine's npm, which fetches what tests need.</summary>
internal static class Npm
{
    /// <summary>Runs npm to its end.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidOperationException">npm is missing, or failed; the message has npm's own.</exception>
    public static async Task RunAsync(IReadOnlyList<string> arguments, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("npm", [.. arguments, "--loglevel", "error"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        using var npm = Start(start);
        npm.StandardInput.Close();
        try
        {
            var output = npm.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = await npm.StandardError.ReadToEndAsync(cancellationToken);
            await output;
            await npm.WaitForExitAsync(cancellationToken);
            if (npm.ExitCode != 0)
            {
                throw new InvalidOperationException($"'npm {string.Join(' ', arguments)}' failed with exit code {npm.ExitCode}: {error.Trim()}");
            }
        }
        finally
        {
            npm.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new InvalidOperationException(
                "npm is needed to fetch programs for the tests and could not be started. Install Node.js with npm (Debian, Ubuntu: apt-get install npm).",
                exception);
        }
    }
}
