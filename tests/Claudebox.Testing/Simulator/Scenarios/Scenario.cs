namespace Claudebox.Testing;

/// <summary>Something the simulated model can be told to do.</summary>
/// <param name="name">The name in the <see cref="ScenarioWord"/>.</param>
/// <param name="summary">What happens, in one sentence.</param>
/// <param name="example">A word as it may stand in a prompt.</param>
/// <param name="parameters">The parameters besides <see cref="ScenarioCatalog.CommonParameters"/>.</param>
public abstract class Scenario(string name, string summary, string example, params IReadOnlyList<ScenarioParameter> parameters)
{
    /// <summary>The name in the <see cref="ScenarioWord"/>.</summary>
    public string Name { get; } = name;

    /// <summary>What happens, in one sentence.</summary>
    public string Summary { get; } = summary;

    /// <summary>A word as it may stand in a prompt.</summary>
    public string Example { get; } = example;

    /// <summary>The parameters besides <see cref="ScenarioCatalog.CommonParameters"/>.</summary>
    public IReadOnlyList<ScenarioParameter> Parameters { get; } = parameters;

    /// <summary>The answer to one request. It depends on nothing but the arguments.</summary>
    /// <exception cref="ScenarioWordException">A parameter is missing or does not fit.</exception>
    public abstract ModelAnswer Answer(ModelTurn turn, ScenarioArguments arguments);
}
