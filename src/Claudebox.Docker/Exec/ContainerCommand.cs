namespace Claudebox.Docker;

/// <summary>A command to run in a container, without a terminal.</summary>
public sealed record ContainerCommand
{
    internal const string ServerProgram = "/opt/claudebox/claudebox-server";

    /// <summary>The program and its arguments, passed on as they are.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The user: a name, a number, or <c>uid:gid</c>.</summary>
    public string User { get; init; } = "root";

    /// <summary>The working directory; null means the image's.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Further variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What the command reads; null means nothing.</summary>
    public Stream? Input { get; init; }

    /// <summary>Where its output goes.</summary>
    public Stream Output { get; init; } = Stream.Null;

    /// <summary>Where its error output goes.</summary>
    public Stream Error { get; init; } = Stream.Null;

    /// <summary>Makes a command of <c>claudebox-server</c>, such as <c>claude mcp list</c>: right user, configuration and working directory.</summary>
    /// <param name="arguments">The verb and what follows.</param>
    /// <returns>The command.</returns>
    public static ContainerCommand OfServer(params IEnumerable<string> arguments) => new() { Arguments = [ServerProgram, .. arguments] };
}
