namespace Claudebox.Demo;

/// <summary>The arguments of the demo.</summary>
internal sealed record DemoOptions(string? Workspace, string? DataDirectory, string? Prompt)
{
    public const string Usage = "Usage: dotnet run build.cs demo [--workspace DIRECTORY] [--data DIRECTORY] [--prompt TEXT]";

    /// <summary>Reads the arguments; null when they are wrong.</summary>
    public static DemoOptions? Parse(IReadOnlyList<string> arguments)
    {
        var options = new DemoOptions(null, null, null);
        for (var i = 0; i + 1 < arguments.Count; i += 2)
        {
            var value = arguments[i + 1];
            switch (arguments[i])
            {
                case "--workspace":
                    options = options with { Workspace = Path.GetFullPath(value) };
                    break;
                case "--data":
                    options = options with { DataDirectory = Path.GetFullPath(value) };
                    break;
                case "--prompt":
                    options = options with { Prompt = value };
                    break;
                default:
                    return null;
            }
        }

        return arguments.Count % 2 == 0 ? options : null;
    }
}
