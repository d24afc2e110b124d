namespace Claudebox.Testing;

/// <summary>What the simulator sends back to one request: a <see cref="MessageAnswer"/>, an <see cref="ErrorAnswer"/> or a <see cref="SilentAnswer"/>.</summary>
public abstract record ModelAnswer
{
    /// <summary>How long the simulator waits before it begins to answer.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>The name of a gate that must be opened (<see cref="ModelSimulator.OpenGate"/>) before the simulator begins to answer.</summary>
    public string? Gate { get; init; }
}
