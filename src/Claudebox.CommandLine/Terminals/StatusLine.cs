using System.Diagnostics;
using System.Globalization;
using Claudebox.Docker;
using Claudebox.Views;

namespace Claudebox.CommandLine.Terminals;

/// <summary>
/// Tells people who wait what goes on: on a terminal a line that changes in place, elsewhere a line for each step that takes
/// minutes, and with <c>--verbose</c> one for every step.
/// </summary>
internal sealed class StatusLine : IProgress<EngineProgress>, IDisposable
{
    private const int Columns = 79;
    private const string Frames = "|/-\\";
    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(120);
    private static readonly string[] LongActivities = ["Building image", "Pulling image"];

    private readonly ICommandConsole _console;
    private readonly bool _verbose;
    private readonly object _gate = new();
    private readonly Stopwatch _watch = new();
    private Timer? _timer;
    private string _text = "";
    private string? _lastNote;
    private int _frame;
    private bool _isShown;

    public StatusLine(ICommandConsole console, bool verbose)
    {
        _console = console;
        _verbose = verbose;
    }

    private bool IsLive => _console.IsErrorTerminal && !_verbose;

    /// <inheritdoc/>
    public void Report(EngineProgress value)
    {
        _console.Progress?.Report(value);
        var percent = value.PercentComplete is { } done ? string.Create(CultureInfo.InvariantCulture, $" {done} %") : "";
        if (IsLive)
        {
            Show($"{value.Activity}{percent}: {value.Status}");
        }
        else if (_verbose)
        {
            Note($"{value.Activity}{percent}: {value.Status}");
        }
        else if (_console.Progress is null && LongActivities.Contains(value.Activity))
        {
            Note($"{value.Activity}; this takes some minutes.");
        }
    }

    /// <summary>Tells something that only matters to those who asked to be told everything.</summary>
    public void Detail(string text)
    {
        if (_verbose)
        {
            Note(text);
        }
    }

    /// <summary>Shows what is being done until the next <see cref="Clear"/>; on a terminal only.</summary>
    public void Show(string text)
    {
        if (!IsLive)
        {
            return;
        }

        lock (_gate)
        {
            if (_timer is null)
            {
                _watch.Restart();
                _timer = new Timer(_ => Draw(), null, FrameTime, FrameTime);
            }

            _text = TerminalText.Line(text);
        }
    }

    /// <summary>Takes the line away, so that something else can be written.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
            Erase();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    private void Note(string text)
    {
        lock (_gate)
        {
            if (text != _lastNote)
            {
                _lastNote = text;
                _console.Error.WriteLine("claudebox: " + TerminalText.Line(text));
            }
        }
    }

    private void Draw()
    {
        lock (_gate)
        {
            if (_timer is null)
            {
                return;
            }

            var time = string.Create(CultureInfo.InvariantCulture, $" ({_watch.Elapsed.TotalSeconds:0} s)");
            var text = TerminalText.Line(_text, Columns - time.Length - 2);
            Erase();
            _console.Error.Write($"{Frames[_frame++ % Frames.Length]} {text}{time}");
            _console.Error.Flush();
            _isShown = true;
        }
    }

    private void Erase()
    {
        if (_isShown)
        {
            _console.Error.Write("\r\e[K");
            _console.Error.Flush();
            _isShown = false;
        }
    }
}
