using System.CommandLine;
using Claudebox.CommandLine.Parsing;
using Claudebox.Settings;

namespace Claudebox.CommandLine.Options;

/// <summary>Options that shape the workspace's container; another value makes the container anew.</summary>
internal sealed class ContainerOptions
{
    /// <summary>Further mounts.</summary>
    public Option<string[]> Mounts { get; } = new("--mount")
    {
        Description = "A further directory: /data (same path inside), /source:/target or /source:/target:ro. Repeatable.",
        HelpName = "source[:target[:ro]]",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>The network.</summary>
    public Option<string?> Network { get; } = new("--network")
    {
        Description = "The container's network: bridge, host, none or the name of one; by default bridge.",
        HelpName = "name",
    };

    /// <summary>Keeps the engine's socket out.</summary>
    public Option<bool> NoDockerSocket { get; } = new("--no-docker-socket")
    {
        Description = "Keeps the Docker socket, which controls the host's Docker, out of the container.",
        Arity = ArgumentArity.Zero,
    };

    /// <summary>Variables of the run.</summary>
    public Option<string[]> Environment { get; } = new("--env")
    {
        Description = "A variable for Claude Code; NAME alone takes the value from here. Repeatable.",
        HelpName = "NAME=VALUE",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[Environment, Mounts, Network, NoDockerSocket])
        {
            command.Add(option);
        }
    }

    /// <summary>Reads the variables that <c>--env</c> names.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="variables">Where values of mere names come from.</param>
    /// <exception cref="Claudebox.Runs.ClaudeboxException">An entry is not one, or names a variable that is not set.</exception>
    public IReadOnlyDictionary<string, string> Entries(ParseResult result, IReadOnlyDictionary<string, string> variables)
    {
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in result.GetValue(Environment) ?? [])
        {
            var end = text.IndexOf('=', StringComparison.Ordinal);
            var name = end < 0 ? text : text[..end];
            entries[name] = name.Length == 0 ? throw ParseFailures.Invalid($"--env must be NAME=VALUE, not '{CommandText.WithoutValue(text)}'.")
                : !EnvironmentVariables.IsName(name) ? throw ParseFailures.Invalid($"--env {CommandText.WithoutValue(text)}: {EnvironmentVariables.ProblemOf(name)}.")
                : end >= 0 ? text[(end + 1)..]
                : variables.TryGetValue(name, out var value) ? value
                : throw ParseFailures.Invalid($"--env {name}: there is no variable of that name here; write {name}=VALUE.");
        }

        return entries;
    }
}
