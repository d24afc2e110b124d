using System.CommandLine;
using Claudebox.Runs;
using Claudebox.Workspaces;

namespace Claudebox.CommandLine.Completion;

/// <summary>Finds what may stand at the cursor of a command line. It says nothing when it cannot tell.</summary>
internal static class Completer
{
    // Nobody waits longer for a key.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly string[] TakeSession = ["--resume", "--session"];

    /// <summary>Completes a command line.</summary>
    /// <param name="context">What commands work with.</param>
    /// <param name="line">The line, the command's name included.</param>
    /// <param name="position">The cursor; behind the line's end it stands after a blank.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static async Task<IReadOnlyList<CompletionItem>> CompleteAsync(CommandContext context, string line, int position, CancellationToken cancellationToken)
    {
        var text = position > line.Length ? line + " " : line[..position];
        if (HasOpenQuote(text) || text.IndexOf(' ', StringComparison.Ordinal) is not (>= 0 and var start))
        {
            return [];
        }

        text = text[(start + 1)..];
        var word = text[(text.LastIndexOf(' ') + 1)..];
        var prefix = "";
        if (word.StartsWith("--", StringComparison.Ordinal) && word.IndexOf('=', StringComparison.Ordinal) is > 0 and var end)
        {
            // "--option=value" is one word to a shell and two to the parser.
            prefix = word[..(end + 1)];
            text = $"{text[..^word.Length]}{word[..end]} {word[(end + 1)..]}";
            word = word[(end + 1)..];
        }

        var before = text[..^word.Length].TrimEnd();
        var items = TakeSession.Any(option => before.EndsWith(option, StringComparison.Ordinal))
            ? await SessionsAsync(context, cancellationToken).ConfigureAwait(false)
            : Parsed(context, text, word);
        return [.. items.Where(item => item.Text.StartsWith(word, StringComparison.Ordinal)).Select(item => item with { Text = prefix + item.Text })];
    }

    private static IEnumerable<CompletionItem> Parsed(CommandContext context, string text, string word)
    {
        var root = Grammar.Of(new CommandContext(context.Console));
        var isOption = word.StartsWith('-');
        return root.Parse(text, Grammar.Rules).GetCompletions(text.Length)
            .Where(item => item.Label.StartsWith('-') == isOption)
            .Select(item => new CompletionItem(item.InsertText ?? item.Label, item.Documentation ?? item.Detail))
            .DistinctBy(item => item.Text)
            .OrderBy(item => item.Text, StringComparer.Ordinal);
    }

    private static bool HasOpenQuote(string text) => text.Count(character => character == '"') % 2 == 1 || text.Count(character => character == '\'') % 2 == 1;

    private static async Task<IReadOnlyList<CompletionItem>> SessionsAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Limit);
        try
        {
            var engine = await context.ConnectAsync(limited.Token).ConfigureAwait(false);
            var workspace = Docker.ClaudeboxEngine.RealPathOf(context.Workspace);
            var containers = await engine.ListContainersAsync(workspace, limited.Token).ConfigureAwait(false);
            if (containers.FirstOrDefault(container => container.IsRunning) is not { } running)
            {
                return [];
            }

            var server = engine.ConnectTo(running);
            await using (server.ConfigureAwait(false))
            {
                var inside = HostPaths.OfThisComputer(context.Console.CurrentDirectory).ToContainerPath(workspace);
                var sessions = await server.ListSessionsAsync(inside, limited.Token).ConfigureAwait(false);
                return [.. sessions.OrderByDescending(session => session.UpdatedAt).Select(session => new CompletionItem(session.SessionId, session.FirstPrompt))];
            }
        }
        catch (Exception exception) when (exception is ClaudeboxException or OperationCanceledException)
        {
            return [];
        }
    }
}
