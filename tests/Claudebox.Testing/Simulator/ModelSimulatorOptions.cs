using System.Net;

namespace Claudebox.Testing;

/// <summary>How a <see cref="ModelSimulator"/> listens and answers.</summary>
public sealed record ModelSimulatorOptions
{
    /// <summary>The address to listen on: loopback, or the gateway of a Docker network for clients in containers.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port to listen on; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The clock of all pauses and time stamps.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The only API key or bearer token that is accepted; null accepts any. A request with another one, or with none at all, is answered 401.</summary>
    public string? AcceptedCredential { get; init; }

    /// <summary>How many requests are kept; the oldest are forgotten first.</summary>
    public int RecordedRequestLimit { get; init; } = 10_000;
}
