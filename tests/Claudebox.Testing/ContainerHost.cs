using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Claudebox.Testing;

/// <summary>How containers reach a server on this host.</summary>
public static class ContainerHost
{
    /// <summary>The name that every Claudebox container resolves to its host.</summary>
    public const string Name = "host.docker.internal";

    /// <summary>
    /// The address to listen on: the gateway of Docker's bridge; loopback where there is none, as with Docker Desktop,
    /// which brings such connections to loopback.
    /// </summary>
    public static IPAddress Address => NetworkInterface.GetAllNetworkInterfaces()
        .Where(item => item.Name == "docker0")
        .SelectMany(item => item.GetIPProperties().UnicastAddresses)
        .Select(item => item.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork) ?? IPAddress.Loopback;

    /// <summary>A simulator that containers can reach.</summary>
    public static Task<ModelSimulator> StartSimulatorAsync() =>
        ModelSimulator.StartAsync(new ModelSimulatorOptions { Address = Address });

    /// <summary>The value of <c>ANTHROPIC_BASE_URL</c> inside a container.</summary>
    public static string BaseUrlInside(ModelSimulator simulator) => $"http://{Name}:{simulator.Port}";
}
