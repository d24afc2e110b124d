namespace Claudebox.Server.Runs;

/// <summary>The outcome of an attempt to take a workspace's lock.</summary>
/// <param name="Lock">The lock, when it was free.</param>
/// <param name="Holder">Who is in the way, when it was not and they said so.</param>
internal sealed record LockAttempt(WorkspaceLock? Lock, LockOwner? Holder);
