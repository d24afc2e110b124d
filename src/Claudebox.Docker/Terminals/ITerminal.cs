namespace Claudebox.Docker;

/// <summary>A terminal that a command in a container can be attached to. <see cref="HostTerminal.TryOpen"/> gives that of this process.</summary>
public interface ITerminal
{
    /// <summary>Its size now.</summary>
    TerminalSize Size { get; }

    /// <summary>
    /// Makes the terminal raw: every key, Ctrl+C included, is read as it is, and what is written is not changed.
    /// </summary>
    /// <param name="onResized">Called from any thread when the size may be another one.</param>
    /// <returns>What restores the terminal when it is disposed; it may be disposed more than once.</returns>
    /// <exception cref="IOException">The terminal cannot be made raw.</exception>
    IDisposable EnterRawMode(Action onResized);

    /// <summary>Reads what is typed. A wait that is cancelled takes nothing from what is typed later.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many bytes; 0 when the terminal is gone.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Shows bytes, all of them.</summary>
    /// <param name="buffer">The bytes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when they are written.</returns>
    /// <exception cref="IOException">The terminal is gone.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken);
}
