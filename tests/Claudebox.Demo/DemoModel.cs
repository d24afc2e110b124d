using System.Collections;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Claudebox.Testing;

namespace Claudebox.Demo;

/// <summary>Who answers: the real model when there are credentials, else the simulator.</summary>
internal sealed class DemoModel : IAsyncDisposable
{
    private const string HostInside = "host.docker.internal";

    private static readonly string[] Credentials = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"];

    private readonly ModelSimulator? _simulator;

    private DemoModel(ModelSimulator? simulator, string description, string prompt, Hashtable environment)
    {
        _simulator = simulator;
        Description = description;
        Prompt = prompt;
        Environment = environment;
    }

    /// <summary>Who answers, for people.</summary>
    public string Description { get; }

    /// <summary>A prompt that shows the use of a tool.</summary>
    public string Prompt { get; }

    /// <summary>Variables of the run.</summary>
    public Hashtable Environment { get; }

    public static async Task<DemoModel> StartAsync()
    {
        if (Credentials.FirstOrDefault(name => !string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable(name))) is { } credential)
        {
            return new DemoModel(
                null,
                $"Anthropic's model, with your {credential}",
                "Run 'uname -sr; head -1 /etc/os-release; pwd' with Bash and tell me in one sentence where you are.",
                []);
        }

        var simulator = await ModelSimulator.StartAsync(new ModelSimulatorOptions { Address = AddressForContainers() });
        return new DemoModel(
            simulator,
            "the model simulator (no credentials are set)",
            "Where are you? [sim:bash say=\"I will look around.\" command=\"uname -sr; head -1 /etc/os-release; pwd\"]",
            new Hashtable
            {
                ["ANTHROPIC_BASE_URL"] = $"http://{HostInside}:{simulator.Port}",
                ["ANTHROPIC_API_KEY"] = "simulator",

                // A proxy that is forwarded from the host does not know the host's own name.
                ["NO_PROXY"] = string.Join(',', new[] { System.Environment.GetEnvironmentVariable("NO_PROXY"), HostInside }.Where(part => !string.IsNullOrEmpty(part))),
            });
    }

    public ValueTask DisposeAsync() => _simulator?.DisposeAsync() ?? ValueTask.CompletedTask;

    // host.docker.internal is the gateway of Docker's bridge; Docker Desktop brings such connections to loopback.
    private static IPAddress AddressForContainers() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(item => item.Name == "docker0")
        .SelectMany(item => item.GetIPProperties().UnicastAddresses)
        .Select(item => item.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork) ?? IPAddress.Loopback;
}
