using System.ComponentModel;
using System.Diagnostics;

namespace Claudebox.Build;

/// <summary>Runs other programs. Arguments travel as an array, never through a shell.</summary>
public static class Tool
{
    /// <summary>Runs a program on this console and waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="BuildException">There is no such program.</exception>
    public static async Task<int> RunAsync(string program, params IEnumerable<string> arguments)
    {
        using var process = Start(new ProcessStartInfo(program, arguments));
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Like <see cref="RunAsync"/>, where any exit code but 0 ends the build with that code.</summary>
    /// <exception cref="BuildException">There is no such program, or it failed.</exception>
    public static async Task RequireAsync(string program, params IEnumerable<string> arguments)
    {
        var list = arguments.ToList();
        var code = await RunAsync(program, list);
        if (code != 0)
        {
            throw new BuildException($"'{program} {string.Join(' ', list.Take(2))}' failed with exit code {code}.", code);
        }
    }

    /// <summary>Runs a program with its output kept from the console.</summary>
    /// <param name="limit">When to give up and kill it, which counts as a failure.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>The exit code (-1 when the program does not exist or did not end in time), and both outputs, trimmed.</returns>
    public static async Task<(int Code, string Output)> CaptureAsync(TimeSpan limit, string program, params IEnumerable<string> arguments)
    {
        Process process;
        try
        {
            process = Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (BuildException missing)
        {
            return (-1, missing.Message);
        }
        using var _ = process;
        using var deadline = new CancellationTokenSource(limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            var text = $"{await output}{await error}";
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, text.Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (-1, $"'{program}' did not answer within {limit.TotalSeconds:0} s.");
        }
    }

    /// <summary>Runs a program, passing each line of its output on to the console and to <paramref name="line"/>.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="BuildException">There is no such program.</exception>
    public static async Task<int> WatchAsync(Action<string> line, string program, params IEnumerable<string> arguments)
    {
        using var process = Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true });
        while (await process.StandardOutput.ReadLineAsync() is { } text)
        {
            Console.WriteLine(text);
            line(text);
        }
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static Process Start(ProcessStartInfo start)
    {
        // Both are read by programs: our reading of the test summary, and apt's wish to ask questions.
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new BuildException($"Cannot run '{start.FileName}': {error.Message}.");
        }
    }
}
