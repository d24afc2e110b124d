namespace Claudebox.Server.Claude;

/// <summary>The write end of Claude Code's stdin: whole lines in order, closed once.</summary>
internal sealed class ClaudeStdin(Stream stream) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _closed;

    /// <summary>Writes a line; does nothing when the process no longer reads.</summary>
    public Task SendAsync(ReadOnlyMemory<byte> line) => InTurnAsync(async () =>
    {
        await stream.WriteAsync(line);
        await stream.FlushAsync();
    });

    /// <summary>Closes stdin, after which the process ends by itself.</summary>
    public Task CloseAsync() => InTurnAsync(() =>
    {
        _closed = true;
        return stream.DisposeAsync();
    });

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task InTurnAsync(Func<ValueTask> action)
    {
        try
        {
            await _turn.WaitAsync();
            try
            {
                if (!_closed)
                {
                    await action();
                }
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The process is gone; its exit tells the story.
        }
    }
}
