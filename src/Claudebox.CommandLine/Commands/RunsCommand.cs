using System.CommandLine;
using System.Globalization;
using Claudebox.CommandLine.Parsing;
using Claudebox.CommandLine.Tables;
using Claudebox.Docker;
using Claudebox.Runs;
using Claudebox.Workspaces;

namespace Claudebox.CommandLine.Commands;

/// <summary><c>claudebox runs</c>: lists prompts that ran or run.</summary>
internal sealed class RunsCommand(CommandContext context)
{
    private readonly ListFormat _format = new();
    private readonly Option<bool> _all = new("--all") { Description = "The runs of every workspace.", Arity = ArgumentArity.Zero };

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var self = new RunsCommand(context);
        var command = new DocumentedCommand("runs", "Lists this workspace's runs, the newest first.")
        {
            Examples = [("claudebox runs", ""), ("claudebox runs --all --output-format json | jq 'map(.totalCostUsd // 0) | add'", "what all runs cost")],
        };
        command.Add(self._all);
        command.Add(self._format.Option);
        command.SetAction(self.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var all = result.GetValue(_all);
        var runs = await ListAsync(all, cancellationToken).ConfigureAwait(false);
        if (_format.IsJson(result))
        {
            await ListFormat.WriteJsonAsync(context, runs, CommandJson.Default.IReadOnlyListRunRecord, cancellationToken).ConfigureAwait(false);
        }
        else if (runs.Count == 0)
        {
            await context.NoteAsync(all ? "no runs" : $"no runs in {context.Workspace}").ConfigureAwait(false);
        }
        else
        {
            await context.WriteAsync(Table(runs, all), cancellationToken).ConfigureAwait(false);
        }

        return ExitCodes.Success;
    }

    private static string Table(IReadOnlyList<RunRecord> runs, bool all)
    {
        string[] headers = ["RUN", "STATUS", "STARTED", "TIME", "MODEL", "USD", .. all ? ["WORKSPACE"] : Array.Empty<string>(), "PROMPT"];
        return TextTable.Of(headers, runs.Select(run => (string?[])
        [
            run.RunId,
            run.Error is { } error ? $"{Lower(run.Status)} ({error.Code})" : Lower(run.Status),
            run.SubmittedAt.LocalDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            run.StartedAt is { } started ? string.Create(CultureInfo.InvariantCulture, $"{((run.FinishedAt ?? DateTimeOffset.UtcNow) - started).TotalSeconds:0.0} s") : "",
            run.Model,
            run.TotalCostUsd?.ToString("0.0000", CultureInfo.InvariantCulture),
            .. all ? [run.Workspace] : Array.Empty<string>(),
            run.PromptPreview,
        ]));
    }

    private static string Lower(RunStatus status) => status.ToString().ToLowerInvariant();

    // The ledger lies in the data directory, so every container with that directory knows all runs.
    private async Task<IReadOnlyList<RunRecord>> ListAsync(bool all, CancellationToken cancellationToken)
    {
        var plan = ClaudeboxEngine.Plan(context.EngineOptions, context.WorkspaceOptions(WorkspaceRole.Prog));
        var workspace = all ? null : plan.WorkspaceInside;
        var engine = await context.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var running = (await engine.ListContainersAsync(null, cancellationToken).ConfigureAwait(false))
            .Where(container => container.IsRunning && container.DataDirectory == plan.DataDirectory)
            .OrderByDescending(container => container.Workspace == plan.Workspace);
        foreach (var container in running)
        {
            var server = engine.ConnectTo(container);
            await using (server.ConfigureAwait(false))
            {
                try
                {
                    return await server.ListRunsAsync(workspace, cancellationToken).ConfigureAwait(false);
                }
                catch (ClaudeboxException exception) when (exception.Code is FailureCode.ConnectionLost or FailureCode.ContainerFailed)
                {
                    context.Status.Detail($"{container.Name} does not answer: {exception.Message}");
                }
            }
        }

        if (await context.TryVisitAsync(cancellationToken).ConfigureAwait(false) is not { } visit)
        {
            return [];
        }

        await using (visit.ConfigureAwait(false))
        {
            return await visit.Server.ListRunsAsync(workspace, cancellationToken).ConfigureAwait(false);
        }
    }
}
