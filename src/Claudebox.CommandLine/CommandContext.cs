using Claudebox.Docker;

namespace Claudebox.CommandLine;

/// <summary>What every command gets: the console, and the way to the engine, which is connected when it is first needed.</summary>
/// <param name="console">Where the command runs.</param>
internal sealed class CommandContext(ICommandConsole console) : IAsyncDisposable
{
    private ClaudeboxEngine? _engine;

    /// <summary>Where the command runs.</summary>
    public ICommandConsole Console => console;

    /// <summary>How the engine is found.</summary>
    public EngineOptions EngineOptions => new() { Variables = console.Variables };

    /// <summary>Connects to the engine.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The engine; it belongs to the context.</returns>
    /// <exception cref="Claudebox.Runs.ClaudeboxException">No engine answers.</exception>
    public async Task<ClaudeboxEngine> ConnectAsync(CancellationToken cancellationToken) =>
        _engine ??= await ClaudeboxEngine.ConnectAsync(EngineOptions, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _engine?.DisposeAsync() ?? ValueTask.CompletedTask;
}
