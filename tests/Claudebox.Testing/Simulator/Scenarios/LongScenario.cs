namespace Claudebox.Testing;

/// <summary><c>sim:long</c>.</summary>
public sealed class LongScenario() : Scenario(
    "long", "A text in many deltas: `LongScenario.TextOf(deltas)`.", "[sim:long deltas=200 delay=10]",
    new("deltas", "how many (100)"), new("delay", "milliseconds between two (10)"))
{
    /// <summary>The whole text of <paramref name="deltas"/> deltas.</summary>
    public static string TextOf(int deltas) => string.Concat(Pieces(deltas));

    /// <inheritdoc/>
    public override ModelAnswer Answer(ModelTurn turn, ScenarioArguments arguments) => MessageAnswer.Of(
        new TextBlock(Pieces(arguments.Number("deltas", 100))) { Delay = arguments.Milliseconds("delay", 10) });

    private static IEnumerable<string> Pieces(int deltas) =>
        Enumerable.Range(1, deltas).Select(number => number < deltas ? $"Piece {number} of {deltas}. " : $"Piece {number} of {deltas}.");
}
