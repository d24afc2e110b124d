using System.Text;
using System.Text.Json;
using Claudebox.Core.Tests.Support;
using Claudebox.Json;
using CsCheck;

namespace Claudebox.Core.Tests.Json;

/// <summary>Whatever JSON a line holds, only keys of the envelope change.</summary>
public sealed class EnvelopeProperties
{
    private static readonly string[] Keys =
    [
        "a_b", "aB", "a__b", "A_b", "_a", "a_", "_", "__", "", "type", "content", "content_block", "contentBlock", "input", "tool_input",
        "toolInput", "tool_use_result", "structured_output", "modelUsage", "is_error", "isError", "total_cost_usd", "ä_ö", "x y_z",
    ];

    private static readonly string[] Leaves =
        ["null", "true", "0", "-0.0", "1e400", "12345678901234567890.10", "\"\"", "\"a_b\"", "\"\\u00e4\\ud83d\"", "\"ä😀\"", "\"\\\"{a_b:\""];

    private static readonly Gen<EnvelopeModel> Leaf = Gen.Int[0, Leaves.Length - 1].Select(i => (EnvelopeModel)new EnvelopeModel.Leaf(Leaves[i]));

    private static readonly Gen<EnvelopeModel> Tree = Gen.Recursive<EnvelopeModel>((depth, self) => depth > 6
        ? Leaf
        : Gen.Frequency(
            (depth == 0 ? 1 : 4, Leaf),
            (3, self.Array[0, 4].Select(items => (EnvelopeModel)new EnvelopeModel.Array(items))),
            (6, Gen.Select(Gen.Int[0, Keys.Length - 1].Select(i => Keys[i]), self).Array[0, 6]
                .Select(members => (EnvelopeModel)new EnvelopeModel.Object(members)))));

    [Fact]
    public void Exactly_the_keys_of_the_envelope_are_renamed() =>
        Tree.Sample(tree => Assert.Equal(tree.Expected(), Camel(tree.Input())), iter: 5_000);

    [Fact]
    public void Nothing_is_lost() =>
        Tree.Sample(
            tree =>
            {
                var before = Render.Json(tree.Input());
                var after = Render.Json(Camel(tree.Input()));
                AssertSame(before, after);
            },
            iter: 2_000);

    // The same values under as many keys; keys that differed still differ.
    private static void AssertSame(JsonElement before, JsonElement after)
    {
        Assert.Equal(before.ValueKind, after.ValueKind);
        if (before.ValueKind == JsonValueKind.Object)
        {
            Assert.True(Render.Keys(after).Distinct().Count() >= Render.Keys(before).Distinct().Count());
            Assert.Equal(Render.Keys(before).Length, Render.Keys(after).Length);
            foreach (var (one, other) in before.EnumerateObject().Zip(after.EnumerateObject()))
            {
                AssertSame(one.Value, other.Value);
            }
        }
        else if (before.ValueKind == JsonValueKind.Array)
        {
            Assert.Equal(before.GetArrayLength(), after.GetArrayLength());
            foreach (var (one, other) in before.EnumerateArray().Zip(after.EnumerateArray()))
            {
                AssertSame(one, other);
            }
        }
        else
        {
            Assert.Equal(before.GetRawText(), after.GetRawText());
        }
    }

    private static string Camel(string line) => Encoding.UTF8.GetString(Envelope.ToCamelCase(Encoding.UTF8.GetBytes(line)));
}
