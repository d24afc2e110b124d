using System.CommandLine;
using Claudebox.CommandLine.Installation;
using Claudebox.CommandLine.Parsing;
using Claudebox.Docker;

namespace Claudebox.CommandLine.Commands;

/// <summary><c>claudebox install</c>: sets everything up for this user.</summary>
internal sealed class InstallCommand
{
    private readonly CommandContext _context;
    private readonly StepReport _report;

    // The earlier installer took the name as its first argument.
    private readonly Argument<string?> _name = new("name")
    {
        Description = "The name of the command; the same as --bin-name.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _minimal = Values.Switch("--minimal", "Uses the minimal variant of the default image.");
    private readonly Option<bool> _full = Values.Switch("--full", "Uses the full variant of the default image.");
    private readonly Option<string?> _registry = Text("--registry", "address", "Pulls the image from below this registry and path instead of building it.");
    private readonly Option<string?> _directory = Text("--install-dir", "directory", "Where the command goes: by default ~/.local/bin, for root /usr/local/bin.");
    private readonly Option<string?> _binName = Text("--bin-name", "name", "The name of the command. Default: claudebox.");
    private readonly Option<bool> _skipImage = Values.Switch("--skip-image", "Leaves the image alone; the first prompt builds or pulls it.");
    private readonly Option<bool> _forceImage = Values.Switch("--force-image", "Builds or pulls the image anew, even if it is there.");
    private readonly Option<bool> _noModule = Values.Switch("--no-module", "Leaves the PowerShell module out.");
    private readonly Option<bool> _migrate = Values.Switch("--migrate", "Removes what is left of the earlier implementation: its scripts, containers and files with secrets.");

    private InstallCommand(CommandContext context)
    {
        _context = context;
        _report = new StepReport(context);
    }

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var self = new InstallCommand(context);
        var command = new DocumentedCommand("install", "Sets Claudebox up: SSH key, data directory, image, the command in PATH, the PowerShell module.")
        {
            Examples =
            [
                ("claudebox install", "for this user; run it again to upgrade or to mend"),
                ("sudo claudebox install --install-dir /usr/local/bin", "the command for all users"),
                ("claudebox install --registry registry.example/team", "images come from your registry"),
                ("claudebox install --migrate", "removes what the earlier implementation left"),
            ],
            Notes =
            [
                "It asks nothing and never needs another user's rights. Each step says what it found or did; what is as it is to be stays " +
                "untouched. Choices, by option or by CLAUDEBOX_ variable, are remembered for later calls.",
                "Keys, conversations and settings that are there are kept.",
            ],
        };
        command.Add(self._name);
        foreach (var option in (Option[])
        [
            self._minimal, self._full, self._registry, self._directory, self._binName, self._skipImage, self._forceImage, self._noModule, self._migrate,
        ])
        {
            command.Add(option);
        }

        self._report.AddTo(command);
        command.SetAction(self.RunAsync);
        return command;
    }

    private static Option<string?> Text(string name, string valueName, string description) => new(name) { Description = description, HelpName = valueName };

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        if (result.GetValue(_minimal) && result.GetValue(_full))
        {
            throw ParseFailures.Invalid("--minimal and --full exclude each other.");
        }

        if (result.GetValue(_skipImage) && result.GetValue(_forceImage))
        {
            throw ParseFailures.Invalid("--skip-image and --force-image exclude each other.");
        }

        var options = new InstallOptions
        {
            Minimal = result.GetValue(_minimal) ? true : result.GetValue(_full) ? false : null,
            Registry = result.GetValue(_registry),
            InstallDirectory = result.GetValue(_directory),
            BinName = result.GetValue(_binName) ?? result.GetValue(_name),
            SkipImage = result.GetValue(_skipImage),
            ForceImage = result.GetValue(_forceImage),
            NoModule = result.GetValue(_noModule),
            Migrate = result.GetValue(_migrate),
        };
        var installer = new Installer(_context.InstallationHost);
        var steps = installer.InstallAsync(options, _context.Status, cancellationToken);
        return _report.ShowAsync(
            steps,
            result,
            () => $"Claudebox {ClaudeboxVersion.Current} is installed. Start it in the directory of a project: {installer.CommandName}",
            "The installation",
            cancellationToken);
    }
}
