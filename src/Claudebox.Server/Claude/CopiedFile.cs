namespace Claudebox.Server.Claude;

/// <summary>A file that was copied, and the states of source and copy at that time.</summary>
/// <param name="SourceTicks">The source's time of last change, UTC ticks.</param>
/// <param name="SourceLength">The source's length in bytes.</param>
/// <param name="CopyTicks">The copy's time of last change, UTC ticks.</param>
internal sealed record CopiedFile(long SourceTicks, long SourceLength, long CopyTicks);
