namespace Claudebox.Testing;

/// <summary>One row of the process table.</summary>
/// <param name="Pid">The process id.</param>
/// <param name="ParentPid">The parent's process id.</param>
/// <param name="State">The kernel's letter: <c>R</c>, <c>S</c>, <c>D</c>, <c>T</c>, <c>Z</c>… (proc(5), <c>/proc/PID/stat</c>).</param>
/// <param name="CommandLine">The arguments joined by spaces; empty for kernel threads and zombies.</param>
public sealed record ProcessEntry(int Pid, int ParentPid, char State, string CommandLine);
