namespace Claudebox.Server.Processes;

/// <summary>Numeric owner of a file.</summary>
internal readonly record struct FileOwner(uint UserId, uint GroupId);
