namespace Claudebox.Testing;

/// <summary>What a program left.</summary>
/// <param name="ExitCode">Its exit code; 128 and more when a signal ended it.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
public sealed record ProgramResult(int ExitCode, string Output, string Error);
