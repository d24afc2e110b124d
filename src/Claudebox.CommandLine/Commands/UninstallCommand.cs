using System.CommandLine;
using Claudebox.CommandLine.Installation;
using Claudebox.CommandLine.Parsing;

namespace Claudebox.CommandLine.Commands;

/// <summary><c>claudebox uninstall</c>: removes what was installed, and more only when asked.</summary>
internal sealed class UninstallCommand
{
    private readonly CommandContext _context;
    private readonly StepReport _report;
    private readonly Option<string?> _directory = new("--install-dir") { Description = "Where the command is; by default where it was installed.", HelpName = "directory" };
    private readonly Option<string?> _binName = new("--bin-name") { Description = "The name of the command.", HelpName = "name" };
    private readonly Option<bool> _containers = Values.Switch("--remove-containers", "Removes all containers. Conversations do not lie in them.");
    private readonly Option<bool> _image = Values.Switch("--remove-image", "Removes the image.");
    private readonly Option<bool> _keys = Values.Switch("--remove-keys", "Removes the SSH keys of Claudebox.");
    private readonly Option<bool> _data = Values.Switch("--remove-data", "Removes the data directory with all conversations and credentials, those of Claude Code outside of Claudebox included.");

    private UninstallCommand(CommandContext context)
    {
        _context = context;
        _report = new StepReport(context);
    }

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var self = new UninstallCommand(context);
        var command = new DocumentedCommand("uninstall", "Removes the command, the PowerShell module and the remembered choices.")
        {
            Examples =
            [
                ("claudebox uninstall", "keys, conversations, containers and image stay"),
                ("claudebox uninstall --remove-containers --remove-image", "nothing stays in Docker"),
            ],
            Notes = ["It asks nothing. It says what is left."],
        };
        foreach (var option in (Option[])[self._directory, self._binName, self._containers, self._image, self._keys, self._data])
        {
            command.Add(option);
        }

        self._report.AddTo(command);
        command.SetAction(self.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var options = new UninstallOptions
        {
            InstallDirectory = result.GetValue(_directory),
            BinName = result.GetValue(_binName),
            RemoveContainers = result.GetValue(_containers),
            RemoveImage = result.GetValue(_image),
            RemoveKeys = result.GetValue(_keys),
            RemoveData = result.GetValue(_data),
        };
        var steps = new Installer(_context.InstallationHost).UninstallAsync(options, cancellationToken);
        return _report.ShowAsync(steps, result, () => "Claudebox is uninstalled.", "The uninstallation", cancellationToken);
    }
}
