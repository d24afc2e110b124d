namespace Claudebox.Server.Runs;

/// <summary>A workspace of one call; dispose it when its run is over, and all of it goes.</summary>
internal sealed class PrivateWorkspace(string path, Action release) : IDisposable
{
    /// <summary>The directory.</summary>
    public string Path { get; } = path;

    /// <inheritdoc/>
    public void Dispose() => release();
}
