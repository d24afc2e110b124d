using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Claudebox.Docker;

/// <summary>A terminal in raw mode until it is disposed, through suspension and up to the process's end by a signal.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed partial class UnixRawMode : IDisposable
{
    private const int Terminal = 0;
    private const int AfterOutput = 1;

    // struct termios is copied as it is: 60 bytes on Linux, 72 on macOS; cfmakeraw knows its fields.
    private const int SettingsSize = 256;

    private readonly object _gate = new();
    private readonly byte[] _saved = new byte[SettingsSize];
    private readonly PosixSignalRegistration[] _signals;
    private bool _isRaw;

    internal UnixRawMode(Action onResized)
    {
        Get(_saved);

        // Before the terminal is raw: what .NET finds at a registration is what it puts back after a suspension.
        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Restore()),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => Restore()),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, _ => Restore()),
            PosixSignalRegistration.Create(PosixSignal.SIGCONT, context => Continue(context, onResized)),
            PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => onResized()),
        ];
        try
        {
            lock (_gate)
            {
                SetRaw();
                _isRaw = true;
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Restore();
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }
    }

    private void Continue(PosixSignalContext context, Action onResized)
    {
        lock (_gate)
        {
            if (!_isRaw)
            {
                return;
            }

            // Else .NET would put back the settings from before.
            context.Cancel = true;
            SetRaw();
        }

        onResized();
    }

    private void Restore()
    {
        lock (_gate)
        {
            if (_isRaw)
            {
                _isRaw = false;
                _ = Set(_saved);
            }
        }
    }

    private void SetRaw()
    {
        var raw = _saved.ToArray();
        MakeRaw(raw);
        if (Set(raw) != 0)
        {
            throw new IOException("The terminal cannot be made raw: " + Marshal.GetLastPInvokeErrorMessage());
        }
    }

    private static void Get(byte[] settings)
    {
        if (GetSettings(Terminal, settings) != 0)
        {
            throw new IOException("The terminal's settings cannot be read: " + Marshal.GetLastPInvokeErrorMessage());
        }
    }

    private static int Set(byte[] settings) => SetSettings(Terminal, AfterOutput, settings);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static partial int GetSettings(int descriptor, byte[] settings);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static partial int SetSettings(int descriptor, int when, byte[] settings);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void MakeRaw(byte[] settings);
}
