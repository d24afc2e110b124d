namespace Claudebox.Testing;

/// <summary>A parameter of a <see cref="Scenario"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What it sets, and its default.</param>
public sealed record ScenarioParameter(string Name, string Meaning);
