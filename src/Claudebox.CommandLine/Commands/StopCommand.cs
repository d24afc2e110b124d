using System.CommandLine;
using Claudebox.CommandLine.Parsing;
using Claudebox.Docker;
using Claudebox.Workspaces;

namespace Claudebox.CommandLine.Commands;

/// <summary><c>claudebox stop</c>: stops containers; runs in them are cancelled, sessions stay.</summary>
internal sealed class StopCommand(CommandContext context)
{
    private readonly Option<bool> _prog = Values.Switch("--prog", "Only the container of prompts.");
    private readonly Option<bool> _interactive = Values.Switch("--interactive", "Only the container of terminals.");
    private readonly Option<bool> _all = Values.Switch("--all", "The containers of every workspace.");

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var self = new StopCommand(context);
        var command = new DocumentedCommand("stop", "Stops this workspace's containers. What runs in them is cancelled; conversations stay.")
        {
            Examples = [("claudebox stop", "this directory's containers"), ("claudebox stop --prog", "an open terminal goes on"), ("claudebox stop --all", "all of Claudebox")],
        };
        command.Add(self._prog);
        command.Add(self._interactive);
        command.Add(self._all);
        command.SetAction(self.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var engine = await context.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var all = result.GetValue(_all);
        var workspace = all ? null : ClaudeboxEngine.RealPathOf(context.Workspace);
        var containers = (await engine.ListContainersAsync(workspace, cancellationToken).ConfigureAwait(false))
            .Where(container => container.IsRunning && IsMeant(container.Role, result))
            .ToList();
        foreach (var container in containers)
        {
            context.Status.Show($"Stopping {container.Name}");
            await engine.StopContainerAsync(container, cancellationToken).ConfigureAwait(false);
            await context.WriteLineAsync($"stopped {container.Name} ({container.Workspace})", cancellationToken).ConfigureAwait(false);
        }

        if (containers.Count == 0)
        {
            await context.WriteLineAsync(all ? "nothing running" : $"nothing running in {context.Workspace}", cancellationToken).ConfigureAwait(false);
        }

        return ExitCodes.Success;
    }

    private bool IsMeant(WorkspaceRole role, ParseResult result)
    {
        var (prog, interactive) = (result.GetValue(_prog), result.GetValue(_interactive));
        return (!prog && !interactive) || (prog && role == WorkspaceRole.Prog) || (interactive && role == WorkspaceRole.Interactive);
    }
}
