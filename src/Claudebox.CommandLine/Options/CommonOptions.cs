using System.CommandLine;
using System.CommandLine.Help;
using Claudebox.CommandLine.Help;
using Claudebox.CommandLine.Parsing;

namespace Claudebox.CommandLine.Options;

/// <summary>The options that many commands share.</summary>
internal sealed class CommonOptions
{
    /// <summary>The workspace's directory.</summary>
    public Option<string?> Workspace { get; } = new("--workspace", "-w")
    {
        Description = "The directory that Claude works in; by default the current one.",
        HelpName = "directory",
    };

    /// <summary>The engine.</summary>
    public Option<string?> DockerHost { get; } = new("--docker-host")
    {
        Description = "The Docker Engine, e.g. unix:///var/run/docker.sock; by default as the docker command finds it.",
        HelpName = "address",
    };

    /// <summary>The image.</summary>
    public Option<string?> Image { get; } = new("--image")
    {
        Description = "The container's image; by default the one of this version, which is built when it is missing.",
        HelpName = "name",
    };

    /// <summary>Whether to tell what is being done.</summary>
    public Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Tells on the standard error what is done.",
        Arity = ArgumentArity.Zero,
        Recursive = true,
    };

    private (CommonScope Scope, Option Option)[] Scopes => [(CommonScope.Workspace, Workspace), (CommonScope.Engine, DockerHost), (CommonScope.Image, Image)];

    /// <summary>Help of any command.</summary>
    public HelpOption Help { get; } = HelpText.CreateOption();

    /// <summary>Adds them to the root. All of them may stand before a command.</summary>
    public void AddTo(Command root)
    {
        foreach (var option in (Option[])[Workspace, DockerHost, Image, Verbose, Help])
        {
            root.Add(option);
        }
    }

    /// <summary>Adds those that mean something to a command.</summary>
    public void AddTo(Command command, CommonScope scope)
    {
        foreach (var option in Scopes.Where(item => scope.HasFlag(item.Scope)).Select(item => item.Option))
        {
            command.Add(option);
        }
    }

    /// <summary>Fails when an option stands before a command to which it means nothing.</summary>
    /// <param name="options">The options before the command.</param>
    /// <param name="command">The command.</param>
    /// <exception cref="Claudebox.Runs.ClaudeboxException">It would be ignored.</exception>
    public void Check(IEnumerable<Option> options, Command command)
    {
        if (options.FirstOrDefault(option => Scopes.Any(item => item.Option == option) && !command.Options.Contains(option)) is { } misplaced)
        {
            throw ParseFailures.Invalid($"The option {misplaced.Name} means nothing to '{command.Name}'. See: claudebox {command.Name} --help");
        }
    }
}
