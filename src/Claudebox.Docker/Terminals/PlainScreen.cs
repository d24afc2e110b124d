namespace Claudebox.Docker;

/// <summary>Switches off, at its end, what a program that was ended from outside has left switched on in a terminal.</summary>
internal sealed class PlainScreen(ITerminal terminal) : IDisposable
{
    // Colours, hidden cursor, marked pastes, reports of focus, mouse, colour scheme and keys, keys of applications; then an empty rest of the
    // screen for what is said next.
    private static readonly byte[] Sequence =
        "\e[0m\e[?25h\e[?2004l\e[?1004l\e[?1000l\e[?1002l\e[?1003l\e[?1006l\e[?2031l\e[<u\e[>4m\e[?1l\e>\r\n\e[J"u8.ToArray();

    private bool _isKept;

    /// <summary>The program ended by itself and left the screen as it wanted it.</summary>
    internal void Keep() => _isKept = true;

    public void Dispose()
    {
        if (_isKept)
        {
            return;
        }

        try
        {
            terminal.WriteAsync(Sequence, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        }
        catch (IOException)
        {
            // The terminal is gone.
        }
    }
}
