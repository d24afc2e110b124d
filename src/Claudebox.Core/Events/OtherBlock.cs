using System.Text.Json;

namespace Claudebox.Events;

/// <summary>A block of a type that this version does not know; kept verbatim.</summary>
public sealed class OtherBlock : ContentBlock
{
    internal OtherBlock(JsonElement json, string type)
        : base(json, type)
    {
    }
}
