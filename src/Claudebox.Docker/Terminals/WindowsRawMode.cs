using System.Runtime.Versioning;

namespace Claudebox.Docker;

/// <summary>A console in raw mode, with escape sequences in both directions and UTF-8, until it is disposed.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsRawMode : IDisposable
{
    private const uint ProcessedInput = 0x1;
    private const uint LineInput = 0x2;
    private const uint EchoInput = 0x4;
    private const uint WindowInput = 0x8;
    private const uint MouseInput = 0x10;
    private const uint QuickEditMode = 0x40;
    private const uint VirtualTerminalInput = 0x200;
    private const uint ProcessedOutput = 0x1;
    private const uint VirtualTerminalProcessing = 0x4;
    private const uint NoAutomaticReturn = 0x8;
    private const uint Utf8 = 65001;

    private readonly uint _input;
    private readonly uint _output;
    private readonly uint _codePage;
    private int _restored;

    internal WindowsRawMode()
    {
        _input = Mode(WindowsConsole.Input);
        _output = Mode(WindowsConsole.Output);
        _codePage = WindowsConsole.OutputCodePage;
        try
        {
            WindowsConsole.SetMode(
                WindowsConsole.Input,
                (_input & ~(ProcessedInput | LineInput | EchoInput | MouseInput | QuickEditMode)) | WindowInput | VirtualTerminalInput);
            WindowsConsole.SetMode(WindowsConsole.Output, _output | ProcessedOutput | VirtualTerminalProcessing | NoAutomaticReturn);
            WindowsConsole.OutputCodePage = Utf8;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _restored, 1) == 0)
        {
            WindowsConsole.TrySetMode(WindowsConsole.Input, _input);
            WindowsConsole.TrySetMode(WindowsConsole.Output, _output);
            WindowsConsole.OutputCodePage = _codePage;
        }
    }

    private static uint Mode(int device) =>
        WindowsConsole.TryGetMode(device) ?? throw new IOException("The console's mode cannot be read.");
}
