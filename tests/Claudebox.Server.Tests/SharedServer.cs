namespace Claudebox.Server.Tests;

/// <summary>One server for the tests of a class that leave it as they found it. Each run gets a session of its own.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private ServerHost? _host;

    /// <summary>The server.</summary>
    public ServerHost Host => _host!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _host = await ServerHost.StartAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Host.DisposeAsync();
}
