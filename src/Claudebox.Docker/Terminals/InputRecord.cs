using System.Runtime.InteropServices;

namespace Claudebox.Docker;

/// <summary>INPUT_RECORD of the Windows console, with KEY_EVENT_RECORD in its union.</summary>
[StructLayout(LayoutKind.Explicit, Size = 20)]
internal struct InputRecord
{
    private const ushort KeyEvent = 1;
    private const ushort WindowBufferSizeEvent = 4;
    private const ushort AltKey = 0x12;

    [FieldOffset(0)]
    public ushort EventType;

    [FieldOffset(4)]
    public int KeyDown;

    [FieldOffset(8)]
    public ushort RepeatCount;

    [FieldOffset(10)]
    public ushort VirtualKeyCode;

    [FieldOffset(14)]
    public char Character;

    /// <summary>Whether the window's size changed.</summary>
    public readonly bool IsResize => EventType == WindowBufferSizeEvent;

    /// <summary>How often <see cref="Character"/> was typed; a character entered by its number comes with the release of Alt.</summary>
    public readonly int TypedTimes =>
        EventType != KeyEvent || Character == 0 ? 0
        : KeyDown != 0 ? Math.Max(1, (int)RepeatCount)
        : VirtualKeyCode == AltKey ? 1
        : 0;
}
