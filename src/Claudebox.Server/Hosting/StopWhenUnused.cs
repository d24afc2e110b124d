using Claudebox.Server.Runs;
using Claudebox.Server.Terminals;

namespace Claudebox.Server.Hosting;

/// <summary>
/// Ends the server if nobody needs it. Whether somebody does is looked at while nothing can be admitted: from consent on,
/// every prompt and terminal is turned away, and what was admitted before keeps the server.
/// </summary>
internal sealed class StopWhenUnused(RunEngine engine, TerminalKeeper terminals, OpenConnections connections, IHostApplicationLifetime lifetime)
{
    // The end of a client that has just left reaches the server a moment later: for that long its connection may still be open.
    private const int MostLooks = 40;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>Begins the end, unless somebody needs the server.</summary>
    /// <param name="asker">The request that asks, whose own connection does not count; null when nobody asks.</param>
    /// <returns>What keeps the server, such as "a run is in progress in it"; null when it stops.</returns>
    public async Task<string?> TryAsync(HttpContext? asker)
    {
        for (var look = 1; ; look++)
        {
            if (await TryCloseAsync(asker))
            {
                lifetime.StopApplication();
                return null;
            }

            if (engine.ActiveCount > 0)
            {
                return "a run is in progress in it";
            }

            if (terminals.Count > 0)
            {
                return "a terminal is attached to it";
            }

            if (asker is null || look == MostLooks)
            {
                return "another client is connected to it";
            }

            await Task.Delay(Poll, asker.RequestAborted);
        }
    }

    private Task<bool> TryCloseAsync(HttpContext? asker) =>
        terminals.TryCloseAsync(() => engine.TryClose(() => !connections.AreThere(apartFrom: asker)));
}
