namespace Claudebox.Server.Processes;

/// <summary>A process as /proc shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ParentId">Its parent's.</param>
/// <param name="StartTime">Tells it from a later process with the same id.</param>
/// <param name="IsZombie">Whether it has ended and only waits for its parent.</param>
/// <param name="HasTerminal">Whether it is in the session of a terminal.</param>
internal readonly record struct ProcessEntry(int Id, int ParentId, long StartTime, bool IsZombie, bool HasTerminal);
