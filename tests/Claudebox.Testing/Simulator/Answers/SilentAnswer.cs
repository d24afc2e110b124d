namespace Claudebox.Testing;

/// <summary>Nothing, not even headers, until the client leaves or the simulator stops.</summary>
public sealed record SilentAnswer : ModelAnswer;
