using System.Text.Encodings.Web;
using System.Text.Json;

namespace Claudebox.Core.Tests.Support;

/// <summary>
/// The rule of the envelope (design D6) written down once more, as plainly as possible: a tree of JSON that can be
/// printed as it is and as it is expected to come out.
/// </summary>
internal abstract record EnvelopeModel
{
    private static readonly string[] Verbatim =
        ["input", "tool_input", "updatedInput", "tool_use_result", "structured_output", "modelUsage", "model_usage", "entries"];

    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Input() => Print(rename: false, name: null, isContentBlock: false);

    public string Expected() => Print(rename: true, name: null, isContentBlock: false);

    public static EnvelopeModel Parse(string json) => Read(Render.Json(json));

    protected abstract string Print(bool rename, string? name, bool isContentBlock);

    private static EnvelopeModel Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new Object([.. element.EnumerateObject().Select(m => (m.Name, Read(m.Value)))]),
        JsonValueKind.Array => new Array([.. element.EnumerateArray().Select(Read)]),
        _ => new Leaf(element.GetRawText()),
    };

    internal sealed record Leaf(string Raw) : EnvelopeModel
    {
        protected override string Print(bool rename, string? name, bool isContentBlock) => Raw;
    }

    internal sealed record Array(EnvelopeModel[] Items) : EnvelopeModel
    {
        protected override string Print(bool rename, string? name, bool isContentBlock) =>
            "[" + string.Join(",", Items.Select(item => item.Print(rename, null, isContentBlock: name == "content"))) + "]";
    }

    internal sealed record Object((string Key, EnvelopeModel Value)[] Members) : EnvelopeModel
    {
        protected override string Print(bool rename, string? name, bool isContentBlock) =>
            "{" + string.Join(",", Members.Select((member, index) =>
            {
                var key = rename ? Renamed(index) : member.Key;
                var inside = rename && !Verbatim.Contains(member.Key) &&
                    !((isContentBlock || name == "content_block") && member.Key == "content");
                return JsonSerializer.Serialize(key, Unescaped) + ":" + member.Value.Print(inside, member.Key, isContentBlock: false);
            })) + "}";

        private string Renamed(int index)
        {
            var key = Members[index].Key;
            var camel = Camel(key);
            var isTaken = Members.Any(m => m.Key == camel) || Members.Take(index).Any(m => Camel(m.Key) == camel);
            return isTaken ? key : camel;
        }

        private static string Camel(string key) => string.Concat(key.Split('_').Select((part, i) =>
            i == 0 || part.Length == 0 ? part : part[..1].ToUpperInvariant() + part[1..].ToLowerInvariant()));
    }
}
