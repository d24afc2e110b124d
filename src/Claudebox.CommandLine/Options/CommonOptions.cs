using System.CommandLine;
using System.CommandLine.Help;
using Claudebox.CommandLine.Help;

namespace Claudebox.CommandLine.Options;

/// <summary>The options of every command.</summary>
internal sealed class CommonOptions
{
    /// <summary>The workspace's directory.</summary>
    public Option<string?> Workspace { get; } = new("--workspace", "-w")
    {
        Description = "The directory that Claude works in; by default the current one.",
        HelpName = "directory",
        Recursive = true,
    };

    /// <summary>The engine.</summary>
    public Option<string?> DockerHost { get; } = new("--docker-host")
    {
        Description = "The Docker Engine, e.g. unix:///var/run/docker.sock; by default as the docker command finds it.",
        HelpName = "address",
        Recursive = true,
    };

    /// <summary>The image.</summary>
    public Option<string?> Image { get; } = new("--image")
    {
        Description = "The container's image; by default the one of this version, which is built when it is missing.",
        HelpName = "name",
        Recursive = true,
    };

    /// <summary>Whether to tell what is being done.</summary>
    public Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Tells on the standard error what is done.",
        Arity = ArgumentArity.Zero,
        Recursive = true,
    };

    /// <summary>Help of any command.</summary>
    public HelpOption Help { get; } = HelpText.CreateOption();

    /// <summary>Adds them to the root.</summary>
    public void AddTo(Command root)
    {
        foreach (var option in (Option[])[Workspace, DockerHost, Image, Verbose, Help])
        {
            root.Add(option);
        }
    }
}
