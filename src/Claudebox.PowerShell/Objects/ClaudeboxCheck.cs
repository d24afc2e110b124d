namespace Claudebox;

/// <summary>One thing that Claudebox needs on this computer, and how it is.</summary>
public sealed class ClaudeboxCheck
{
    internal ClaudeboxCheck(string name, ClaudeboxCheckStatus status, string detail, string? advice)
    {
        Name = name;
        Status = status;
        Detail = detail;
        Advice = advice;
    }

    /// <summary>What was looked at, e.g. <c>engine</c> or <c>image</c>; the same each time.</summary>
    public string Name { get; }

    /// <summary>How it is.</summary>
    public ClaudeboxCheckStatus Status { get; }

    /// <summary>What was found.</summary>
    public string Detail { get; }

    /// <summary>What to do about it; null when nothing needs to be done.</summary>
    public string? Advice { get; }

    /// <summary>Gives one line about it.</summary>
    /// <returns>Name, status and what was found.</returns>
    public override string ToString() => $"{Name}: {Status}, {Detail}";
}
