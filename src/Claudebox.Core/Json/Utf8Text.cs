using System.Text;
using System.Text.Unicode;

namespace Claudebox.Json;

/// <summary>Makes bytes that claim to be UTF-8 safe for System.Text.Json, which refuses to hand out broken text.</summary>
internal static class Utf8Text
{
    /// <summary>Gives the bytes themselves when they are UTF-8, else a copy with U+FFFD in place of what is not.</summary>
    public static ReadOnlyMemory<byte> Repair(ReadOnlyMemory<byte> utf8) =>
        Utf8.IsValid(utf8.Span) ? utf8 : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(utf8.Span));
}
