using Claudebox.Server.Tests.Api;
using ModelContextProtocol.Client;

namespace Claudebox.Server.Tests.Mcp;

/// <summary>Tests of one client with a folder of its own on a shared server.</summary>
public abstract class McpTests(SharedApi shared, string name) : IClassFixture<SharedApi>, IAsyncLifetime
{
    private McpClient? _client;

    protected McpClient Client => _client!;

    protected string Folder { get; } = name + "-" + Guid.NewGuid().ToString("N");

    protected ApiHost Host { get; } = shared.Host;

    public async ValueTask InitializeAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Host.Root, Folder));
        await PrepareAsync(folder.FullName);
        _client = await McpClients.ConnectAsync(Host);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Puts what the tests find in the folder.</summary>
    protected virtual Task PrepareAsync(string folder) => Task.CompletedTask;
}
