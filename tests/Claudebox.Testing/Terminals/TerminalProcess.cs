using System.Diagnostics;
using System.Text;

namespace Claudebox.Testing;

/// <summary>A program in a terminal of its own, with somebody who types and reads.</summary>
public sealed class TerminalProcess : IAsyncDisposable
{
    // Only against hanging; nothing is measured.
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan _quietTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _pollInterval = TimeSpan.FromMilliseconds(20);

    private readonly PseudoTerminal _terminal;
    private readonly Process _process;
    private readonly TerminalScreen _screen;
    private readonly Thread _reader;
    private volatile bool _isHungUp;

    private TerminalProcess(PseudoTerminal terminal, Process process, TerminalScreen screen)
    {
        _terminal = terminal;
        _process = process;
        _screen = screen;
        _reader = new Thread(Read) { IsBackground = true, Name = "terminal" };
        _reader.Start();
    }

    /// <summary>The program's process id.</summary>
    public int Pid => _process.Id;

    /// <summary>What the terminal shows now, with the lines that have scrolled away.</summary>
    public string Screen
    {
        get
        {
            lock (_screen)
            {
                return _screen.Text;
            }
        }
    }

    /// <summary>The terminal's line settings, for comparison only.</summary>
    public byte[] Settings => _terminal.Settings;

    /// <summary>Starts a program.</summary>
    /// <param name="arguments">The program and its arguments.</param>
    /// <param name="directory">Its working directory.</param>
    /// <param name="environment">Its whole environment.</param>
    /// <param name="columns">The terminal's columns.</param>
    /// <param name="rows">The terminal's rows.</param>
    public static TerminalProcess Start(
        IReadOnlyList<string> arguments, string directory, IReadOnlyDictionary<string, string> environment, int columns = 110, int rows = 40)
    {
        var terminal = PseudoTerminal.Create();
        terminal.Resize(columns, rows);

        // A session of its own whose terminal this is, as a window's shell has; setsid replaces the shell, and the program replaces setsid.
        var start = new ProcessStartInfo(
            "/bin/sh", ["-c", """exec setsid --ctty -- "$@" <"$0" >"$0" 2>&1""", terminal.Path, .. arguments]) { WorkingDirectory = directory };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new TerminalProcess(terminal, Process.Start(start)!, new TerminalScreen(columns, rows));
    }

    /// <summary>Types a text and waits until it is shown.</summary>
    public async Task TypeAsync(string text)
    {
        Send(text);
        await WaitForAsync(text);
    }

    /// <summary>Types a text, waits until it is shown, and presses Enter.</summary>
    public async Task EnterAsync(string text)
    {
        await TypeAsync(text);
        Send("\r");
    }

    /// <summary>Presses keys, given as the characters that a terminal sends for them.</summary>
    public void Send(string keys) => _terminal.Write(Encoding.UTF8.GetBytes(keys));

    /// <summary>Waits until a text is shown. White space does not count, for lines are broken anywhere.</summary>
    /// <exception cref="TimeoutException">It was not shown; the message has the screen.</exception>
    public Task WaitForAsync(string text) => WaitForAsync(() => Shows(text), $"'{text}' did not appear");

    /// <summary>Waits until a text is not shown any more.</summary>
    /// <exception cref="TimeoutException">It is still shown; the message has the screen.</exception>
    public Task WaitUntilGoneAsync(string text) => WaitForAsync(() => !Shows(text), $"'{text}' did not disappear");

    /// <summary>Waits until the screen has not changed for a while: a program that draws itself anew takes keys for what is going.</summary>
    /// <exception cref="TimeoutException">It goes on changing; the message has the screen.</exception>
    public Task WaitUntilQuietAsync()
    {
        var (screen, since) = (Screen, Stopwatch.StartNew());
        return WaitForAsync(
            () =>
            {
                if (Screen is var now && now != screen)
                {
                    screen = now;
                    since.Restart();
                }

                return since.Elapsed > _quietTime;
            },
            "The screen did not come to rest");
    }

    /// <summary>Whether a text is shown, white space apart.</summary>
    public bool Shows(string text) => WithoutWhiteSpace(Screen).Contains(WithoutWhiteSpace(text), StringComparison.Ordinal);

    /// <summary>Changes the window's size.</summary>
    public void Resize(int columns, int rows)
    {
        lock (_screen)
        {
            _screen.Resize(columns, rows);
        }

        _terminal.Resize(columns, rows);
    }

    /// <summary>Closes the window.</summary>
    public void HangUp()
    {
        _isHungUp = true;
        _reader.Join();
        _terminal.Dispose();
    }

    /// <summary>Kills the program with SIGKILL.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits until the program has ended and all its output is on the screen.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="TimeoutException">It did not end; the message has the screen.</exception>
    public async Task<int> WaitForExitAsync()
    {
        await WaitForAsync(() => _process.HasExited && (_isHungUp || !_reader.IsAlive), "The program did not end");
        return _process.ExitCode;
    }

    /// <summary>Closes the window and ends the program if it is still there.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_isHungUp)
        {
            HangUp();
        }

        if (!_process.HasExited)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
                await _process.WaitForExitAsync();
            }
        }

        _process.Dispose();
    }

    private static string WithoutWhiteSpace(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));

    /// <summary>Waits until something is so.</summary>
    /// <param name="condition">What is waited for.</param>
    /// <param name="otherwise">What the error says.</param>
    /// <exception cref="TimeoutException">It did not come true; the message has the screen.</exception>
    public async Task WaitForAsync(Func<bool> condition, string otherwise)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (clock.Elapsed > _deadline || (_process.HasExited && !_reader.IsAlive && !condition()))
            {
                throw new TimeoutException($"{otherwise} within {clock.Elapsed.TotalSeconds:0} s. The screen shows:{Environment.NewLine}{Screen}");
            }

            await Task.Delay(_pollInterval);
        }
    }

    private void Read()
    {
        var buffer = new byte[64 * 1024];
        int count;
        while (!_isHungUp && (count = _terminal.Read(buffer)) >= 0)
        {
            lock (_screen)
            {
                _screen.Write(buffer.AsSpan(0, count));
            }
        }
    }
}
