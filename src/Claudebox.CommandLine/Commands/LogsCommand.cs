using System.CommandLine;
using Claudebox.CommandLine.Streams;
using Claudebox.CommandLine.Parsing;
using Claudebox.Docker;
using Claudebox.Workspaces;

namespace Claudebox.CommandLine.Commands;

/// <summary><c>claudebox logs</c>: shows what this workspace's containers wrote.</summary>
internal sealed class LogsCommand(CommandContext context)
{
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Goes on until the container stops.", Arity = ArgumentArity.Zero };
    private readonly Option<bool> _times = new("--timestamps", "-t") { Description = "Puts the time before each line.", Arity = ArgumentArity.Zero };
    private readonly Option<int?> _tail = new("--tail", "-n") { Description = "Only so many of the last lines.", HelpName = "lines", CustomParser = Values.Integer };
    private readonly Option<string?> _role = Values.OneOf(
        new Option<string?>("--role") { Description = "Only the container of prompts (prog) or of terminals (interactive).", HelpName = "prog|interactive" },
        [WorkspaceRole.Prog.ToName(), WorkspaceRole.Interactive.ToName()]);

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var self = new LogsCommand(context);
        var command = new DocumentedCommand("logs", "Shows the log of this workspace's containers.")
        {
            Examples = [("claudebox logs", ""), ("claudebox logs -f --role prog", "")],
            Notes = ["What Claude says and does is not in a log: see 'claudebox runs'."],
        };
        foreach (var option in (Option[])[self._follow, self._tail, self._times, self._role])
        {
            command.Add(option);
        }

        command.SetAction(self.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var engine = await context.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var role = WorkspaceRoleNames.Parse(result.GetValue(_role));
        var containers = (await engine.ListContainersAsync(ClaudeboxEngine.RealPathOf(context.Workspace), cancellationToken).ConfigureAwait(false))
            .Where(container => role is null || container.Role == role)
            .ToList();
        if (containers.Count == 0)
        {
            await context.NoteAsync($"no container of {context.Workspace}").ConfigureAwait(false);
            return ExitCodes.Success;
        }

        var options = new LogOptions { Follow = result.GetValue(_follow), Tail = result.GetValue(_tail), Timestamps = result.GetValue(_times) };
        var gate = new object();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(containers.Select(CopyOrEndAllAsync)).ConfigureAwait(false);
        return ExitCodes.Success;

        // When nobody reads any more, a container that writes nothing would never learn of it.
        async Task CopyOrEndAllAsync(WorkspaceContainer container)
        {
            try
            {
                var prefix = containers.Count > 1 ? $"{container.Role.ToName()} | " : "";
                await CopyAsync(engine, container, options, prefix, gate, ended.Token).ConfigureAwait(false);
            }
            catch
            {
                await ended.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    private async Task CopyAsync(
        ClaudeboxEngine engine, WorkspaceContainer container, LogOptions options, string prefix, object gate, CancellationToken cancellationToken)
    {
        var error = new TextStream(context.Console.Error);
        var (outputLines, errorLines) = (new PrefixedLines(context.Console.Output, prefix, gate), new PrefixedLines(error, prefix, gate));
        await using (error.ConfigureAwait(false))
        await using (outputLines.ConfigureAwait(false))
        await using (errorLines.ConfigureAwait(false))
        {
            await engine.CopyLogAsync(container, options, outputLines, errorLines, cancellationToken).ConfigureAwait(false);
            outputLines.Complete();
            errorLines.Complete();
        }
    }
}
