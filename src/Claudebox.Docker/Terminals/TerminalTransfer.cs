using System.Threading.Channels;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Claudebox.Docker;

/// <summary>Moves what is typed, what is shown and the size between a terminal and the exec that it is attached to.</summary>
internal sealed class TerminalTransfer(EngineApi engine, string execId, ITerminal terminal)
{
    // An exec that has just been started takes a moment until it has a terminal whose size can be set.
    private const int ResizeAttempts = 50;
    private static readonly TimeSpan ResizeRetryDelay = TimeSpan.FromMilliseconds(20);

    private readonly Channel<bool> _resized =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Says that the terminal's size may be another one.</summary>
    internal void NoteResize() => _resized.Writer.TryWrite(true);

    /// <summary>Moves everything until the exec's output ends.</summary>
    /// <exception cref="IOException">The engine, or the terminal, is gone.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal async Task RunAsync(MultiplexedStream stream, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        NoteResize();
        var aside = Task.WhenAll(SendAsync(stream, over.Token), ResizeAsync(over.Token));
        try
        {
            await ShowAsync(stream, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Whoever reads the terminal next must find nobody else reading it.
            await over.CancelAsync().ConfigureAwait(false);
            await aside.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ShowAsync(MultiplexedStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[32 * 1024];
        while (true)
        {
            var read = await stream.ReadOutputAsync(buffer, 0, buffer.Length, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (read.EOF)
            {
                return;
            }

            await terminal.WriteAsync(buffer.AsMemory(0, read.Count), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(MultiplexedStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[8 * 1024];
        int count;
        while ((count = await terminal.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            await stream.WriteAsync(buffer, 0, count, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        stream.CloseWrite();
    }

    private async Task ResizeAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in _resized.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            for (var attempt = 1; !await TryResizeAsync(cancellationToken).ConfigureAwait(false) && attempt < ResizeAttempts; attempt++)
            {
                await Task.Delay(ResizeRetryDelay, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> TryResizeAsync(CancellationToken cancellationToken)
    {
        var size = terminal.Size;
        var parameters = new ContainerResizeParameters { Height = size.Rows, Width = size.Columns };
        try
        {
            await engine.CallAsync((client, token) => client.Exec.ResizeExecTtyAsync(execId, parameters, token), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DockerApiException)
        {
            return false;
        }
    }
}
