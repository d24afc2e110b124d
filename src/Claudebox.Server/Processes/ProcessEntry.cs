namespace Claudebox.Server.Processes;

/// <summary>A process as /proc shows it. The start time tells a process from a later one with the same id.</summary>
internal readonly record struct ProcessEntry(int Id, int ParentId, long StartTime, bool IsZombie);
