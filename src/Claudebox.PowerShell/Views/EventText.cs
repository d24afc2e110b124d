using System.Globalization;

namespace Claudebox.Views;

/// <summary>Texts of the module's views.</summary>
public static class EventText
{
    /// <summary>Gives the beginning of a text in one line, for tables.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>At most 500 characters; white space is one space.</returns>
    public static string Line(string? text) => TerminalText.Line(text);

    /// <summary>Gives a text with its lines and tabs.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The text without other control characters.</returns>
    public static string Block(string? text) => TerminalText.Block(text);

    /// <summary>Gives what tells an event from others of its type, for tables.</summary>
    /// <param name="item">The event.</param>
    /// <returns>The tool, the state, to whom it goes, or the subtype; null when the type says all.</returns>
    public static string? Detail(ClaudeboxEvent item) => item switch
    {
        null => throw new ArgumentNullException(nameof(item)),
        ClaudeboxToolUse use => Line(use.Tool),
        ClaudeboxToolResult result => Line(result.Tool),
        ClaudeboxResult result => result.Status.ToString(),
        ClaudeboxTextDelta delta => delta.DeltaType ?? delta.EventType,
        ClaudeboxUserMessage { ParentToolUseId: not null } => "to sub-agent",
        ClaudeboxUserMessage => "to Claude",
        ClaudeboxAssistantMessage { ParentToolUseId: not null } => "of sub-agent",
        _ => item.Subtype,
    };

    /// <summary>Gives what an event says, in one line; of an event without a text its JSON.</summary>
    /// <param name="item">The event.</param>
    /// <returns>The line.</returns>
    public static string Text(ClaudeboxEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Line(item.Text ?? item.Raw);
    }

    /// <summary>Gives the lineages of a session; those that go on with it have a star.</summary>
    /// <param name="session">The session.</param>
    /// <returns>Their names.</returns>
    public static string Origin(ClaudeboxSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return string.Join(", ", session.Origin) + (session.IsCurrent ? "*" : "");
    }

    /// <summary>Gives what was found, and below it what to do about it.</summary>
    /// <param name="detail">What was found.</param>
    /// <param name="advice">What to do; may be null.</param>
    /// <returns>One line or more.</returns>
    public static string WithAdvice(string detail, string? advice) =>
        string.IsNullOrEmpty(advice) ? Block(detail) : $"{Block(detail)}\n{Block(advice)}";

    /// <summary>Gives one line about how a run went.</summary>
    /// <param name="result">The run's result.</param>
    /// <returns>Turns, time and cost, as far as they are known.</returns>
    public static string Summary(ClaudeboxResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        string?[] parts =
        [
            result.NumTurns is { } turns ? string.Create(CultureInfo.InvariantCulture, $"{turns} {(turns == 1 ? "turn" : "turns")}") : null,
            result.Duration is { } duration ? string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s") : null,
            result.Cost is { } cost ? string.Create(CultureInfo.InvariantCulture, $"{cost:0.0000} USD") : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }
}
