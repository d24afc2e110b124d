using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Claudebox.Testing;

/// <summary>A program on pipes, with exactly the variables it is given. It never outlives the test.</summary>
public sealed class ProgramRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Task<string> _error;
    private bool _isOutputClosed;

    private ProgramRun(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The process.</summary>
    public int Id => _process.Id;

    /// <summary>Its standard input, open until it is closed.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts a program whose standard input stays open.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="directory">Its working directory.</param>
    /// <param name="variables">All of its variables.</param>
    public static ProgramRun Start(string program, IEnumerable<string> arguments, string directory, IReadOnlyDictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = Utf8,
            StandardErrorEncoding = Utf8,
        };
        start.Environment.Clear();
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return new ProgramRun(Process.Start(start)!);
    }

    /// <summary>Reads the next line of the standard output while the program runs.</summary>
    /// <returns>The line; null at the end.</returns>
    public async Task<string?> ReadLineAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        var line = await _process.StandardOutput.ReadLineAsync(deadline.Token);
        _output.Append(line).Append(line is null ? "" : "\n");
        return line;
    }

    /// <summary>Stops reading the standard output, as <c>head</c> does.</summary>
    public void CloseOutput()
    {
        _isOutputClosed = true;
        _process.StandardOutput.Close();
    }

    /// <summary>Sends a signal.</summary>
    /// <param name="name">Its name, such as <c>INT</c>.</param>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>What it left; of the output, also the lines that were read before.</returns>
    /// <exception cref="OperationCanceledException">It did not end in time.</exception>
    public async Task<ProgramResult> WaitAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        if (!_isOutputClosed)
        {
            _output.Append(await _process.StandardOutput.ReadToEndAsync(deadline.Token));
        }

        var error = await _error.WaitAsync(deadline.Token);
        await _process.WaitForExitAsync(deadline.Token);
        return new ProgramResult(_process.ExitCode, _output.ToString(), error);
    }

    /// <summary>Ends the program if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
