namespace Claudebox.Testing.Tests;

/// <summary>A simulator and one Claude Code that talks to it, shared by the tests of a class.</summary>
public abstract class SimulatedClaude(int maxRetries, params string[] arguments) : IAsyncLifetime
{
    public ModelSimulator Simulator { get; private set; } = null!;

    public ClaudeCodeSession Claude { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Simulator = await ModelSimulator.StartAsync();
        Claude = await ClaudeCodeSession.StartAsync(new() { BaseUrl = Simulator.BaseUrl, MaxRetries = maxRetries, Arguments = arguments });
    }

    public async ValueTask DisposeAsync()
    {
        await Claude.DisposeAsync();
        await Simulator.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

public sealed class PlainClaude() : SimulatedClaude(maxRetries: 0, "--include-partial-messages");

public sealed class ToolClaude() : SimulatedClaude(maxRetries: 0);

public sealed class RetryingClaude() : SimulatedClaude(maxRetries: 2);

public sealed class SchemaClaude() : SimulatedClaude(
    maxRetries: 0,
    "--json-schema",
    """{"type":"object","properties":{"answer":{"type":"integer"}},"required":["answer"],"additionalProperties":false}""");
