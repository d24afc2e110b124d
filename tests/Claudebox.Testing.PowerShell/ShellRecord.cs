using System.Management.Automation;

namespace Claudebox.Testing.PowerShell;

/// <summary>One thing that a script put out, on whatever stream.</summary>
public abstract record ShellRecord;

/// <summary>An object of the success stream.</summary>
public sealed record OutputItem(PSObject Object) : ShellRecord;

/// <summary>A non-terminating error.</summary>
public sealed record ErrorItem(ErrorRecord Error) : ShellRecord;

/// <summary>A warning.</summary>
public sealed record WarningItem(string Text) : ShellRecord;

/// <summary>A verbose message.</summary>
public sealed record VerboseItem(string Text) : ShellRecord;

/// <summary>A debug message.</summary>
public sealed record DebugItem(string Text) : ShellRecord;

/// <summary>An information record.</summary>
public sealed record InformationItem(InformationRecord Record) : ShellRecord;

/// <summary>A progress record.</summary>
public sealed record ProgressItem(ProgressRecord Record) : ShellRecord;
