namespace Claudebox.Testing;

/// <summary>How answers quote what they were given.</summary>
internal static class Quotation
{
    private const int ResultLength = 4000;

    /// <summary>The first characters of a text, never half a surrogate pair.</summary>
    public static string Start(string text, int length) => text.Length <= length ? text
        : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    /// <summary>The text that follows tool calls: <paramref name="text"/> if given, else the results.</summary>
    public static MessageAnswer OfResults(ModelTurn turn, string? text) =>
        MessageAnswer.OfText(text ?? "Tool result: " + string.Join("\n", turn.ToolResults.Select(result => Start(result.Text, ResultLength))));
}
