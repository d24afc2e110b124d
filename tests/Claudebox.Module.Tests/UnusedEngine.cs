using System.Net.Sockets;

namespace Claudebox.Module.Tests;

/// <summary>A socket where an engine could be. It answers nothing and counts who calls.</summary>
internal sealed class UnusedEngine : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("claudebox-");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public UnusedEngine()
    {
        var path = Path.Combine(_folder.FullName, "engine.sock");
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        Address = "unix://" + path;
    }

    public string Address { get; }

    /// <summary>Whether someone has connected.</summary>
    public bool WasCalled => _listener.Poll(0, SelectMode.SelectRead);

    public void Dispose()
    {
        _listener.Dispose();
        _folder.Delete(recursive: true);
    }
}
