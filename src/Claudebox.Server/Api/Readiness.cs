using Claudebox.Server.Auth;
using Claudebox.Server.Processes;
using Claudebox.Server.Runs;

namespace Claudebox.Server.Api;

/// <summary>Whether the server could run a prompt now.</summary>
internal sealed class Readiness(ServerOptions options, RunEngine engine, ServerSecrets secrets)
{
    /// <summary>What keeps it from that; null when nothing does.</summary>
    public string? Problem() =>
        engine.IsShutDown ? "The server is stopping."
        : secrets.AreAwaited ? "The server waits for its credentials."
        : !File.Exists(options.ClaudePath) ? "Claude Code is not installed."
        : !Native.CanWrite(options.Workspace) ? $"The directory {options.Workspace} is missing or cannot be written."
        : !Native.CanWrite(options.DataDirectory) ? $"The directory {options.DataDirectory} is missing or cannot be written."
        : null;
}
