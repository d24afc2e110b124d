using Claudebox.Runs;
using Claudebox.Views;

namespace Claudebox.CommandLine;

/// <summary>Says what went wrong and what to do about it.</summary>
internal static class FailureReport
{
    /// <summary>A failure in lines for people.</summary>
    public static string TextOf(RunFailure failure)
    {
        string?[] lines = ["claudebox: " + failure.Message, failure.StandardErrorTail, FailureTable.Of(failure.Code).Advice];
        return string.Concat(lines.Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => TerminalText.Block(line).TrimEnd() + "\n"));
    }
}
