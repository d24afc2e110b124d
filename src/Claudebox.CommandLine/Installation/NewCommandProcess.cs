using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Claudebox.CommandLine.Tables;
using Claudebox.Docker;
using Claudebox.Installation;

namespace Claudebox.CommandLine.Installation;

/// <summary>A command that was just downloaded, as a process of its own: the image that belongs to it is in it.</summary>
internal static class NewCommandProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Checks that a command runs at all. It shows its help, for which it needs nothing else.</summary>
    /// <returns>What is wrong; null when it runs.</returns>
    public static async Task<string?> TryAsync(string path, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Patience);
        try
        {
            using var process = Start(path, ["help"]);
            var error = process.StandardError.ReadToEndAsync(limited.Token);
            await using var kill = limited.Token.Register(() => process.Kill(entireProcessTree: true)).ConfigureAwait(false);
            await process.StandardOutput.ReadToEndAsync(limited.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(limited.Token).ConfigureAwait(false);
            return process.ExitCode == 0 ? null : $"it ended with {process.ExitCode}: {(await error.ConfigureAwait(false)).Trim()}";
        }
        catch (Win32Exception exception)
        {
            return exception.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"it did not end within {Patience.TotalSeconds:0} seconds";
        }
    }

    /// <summary>Runs the update by the command.</summary>
    /// <returns>Its steps.</returns>
    public static async IAsyncEnumerable<InstallStep> UpdateAsync(
        string path, InstallationHost host, IProgress<EngineProgress>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string[] image = host.Image is { } name ? ["--image", name] : [];
        using var process = Start(path, ["update", "--output-format", "json", .. image], host);
        var errors = new Queue<string>();
        var reading = ReadErrorsAsync(process, errors, progress);
        await using var kill = cancellationToken.Register(() => process.Kill(entireProcessTree: true)).ConfigureAwait(false);
        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None).ConfigureAwait(false);
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        await reading.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var step in Read(output) ??
            [Outcome.Failed($"the new command could not update it (exit code {process.ExitCode}): {string.Join(' ', errors)}").ToStep(StepNames.Image)])
        {
            yield return step;
        }
    }

    private static IReadOnlyList<InstallStep>? Read(string output)
    {
        try
        {
            return JsonSerializer.Deserialize(output, CommandJson.Default.IReadOnlyListInstallStep);
        }
        catch (JsonException)
        {
            // It failed before it had steps to tell of.
            return null;
        }
    }

    private static async Task ReadErrorsAsync(Process process, Queue<string> errors, IProgress<EngineProgress>? progress)
    {
        const int Kept = 5;
        while (await process.StandardError.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            progress?.Report(new EngineProgress { Activity = "Updating", Status = line });
            errors.Enqueue(line);
            if (errors.Count > Kept)
            {
                errors.Dequeue();
            }
        }
    }

    private static Process Start(string path, string[] arguments, InstallationHost? host = null)
    {
        var start = new ProcessStartInfo(path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = host?.BaseDirectory ?? string.Empty,
        };
        if (host is not null)
        {
            start.Environment.Clear();
            foreach (var (name, value) in host.Variables)
            {
                start.Environment[name] = value;
            }
        }

        if (host?.DockerHost is { } engine)
        {
            start.Environment["DOCKER_HOST"] = engine;
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
