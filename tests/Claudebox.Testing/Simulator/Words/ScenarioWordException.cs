namespace Claudebox.Testing;

/// <summary>A scenario word that cannot be read or does not fit its scenario. The simulator answers it with HTTP 400 and this message.</summary>
public sealed class ScenarioWordException(string message) : FormatException(message);
