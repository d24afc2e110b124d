namespace Claudebox.Server.Claude;

/// <summary>What the entrypoint found wrong when it prepared this container, such as an init hook that failed.</summary>
internal sealed class StartWarnings(ServerOptions options)
{
    private const int MostLines = 20;

    /// <summary>Sentences for people; none when all went well.</summary>
    public IReadOnlyList<string> Lines { get; } = Read(Path.Combine(Path.GetDirectoryName(options.SocketPath)!, "warnings"));

    private static IReadOnlyList<string> Read(string path) =>
        File.Exists(path) ? [.. File.ReadLines(path).Where(line => !string.IsNullOrWhiteSpace(line)).Take(MostLines)] : [];
}
