namespace Claudebox.Objects;

/// <summary>Where an event comes from: what its line does not say.</summary>
internal readonly record struct EventOrigin(string RunId, string Workspace, long Sequence, DateTimeOffset Time);
