namespace Claudebox.Testing;

/// <summary><c>sim:big</c>.</summary>
public sealed class BigScenario() : Scenario(
    "big", "A text of many bytes: `DeterministicText.Of(size)`; compare with `DeterministicText.Sha256(size)`.", "[sim:big size=20MB]",
    new("size", "bytes, KB or MB (1MB)"), new("delta", "the size of one delta (16KB)"))
{
    /// <inheritdoc/>
    public override ModelAnswer Answer(ModelTurn turn, ScenarioArguments arguments) => MessageAnswer.Of(
        new TextBlock(DeterministicText.Pieces(arguments.Bytes("size", 1024 * 1024), Math.Max(1, arguments.Bytes("delta", 16 * 1024)))));
}
