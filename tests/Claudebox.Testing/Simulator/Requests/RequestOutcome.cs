namespace Claudebox.Testing;

/// <summary>What became of a request.</summary>
public enum RequestOutcome
{
    /// <summary>The simulator still answers, or is silent on purpose.</summary>
    Active,

    /// <summary>The answer, be it an error, was sent to its end.</summary>
    Answered,

    /// <summary>The client left before the end of the answer.</summary>
    AbortedByClient,

    /// <summary>The simulator cut the connection, because the scenario says so or because it was stopped.</summary>
    CutBySimulator,
}
