namespace Claudebox.Module.Tests.EndToEnd;

/// <summary>PowerShell as a program of its own: <c>Claudebox.Testing.Shell</c>.</summary>
internal static class ShellProgram
{
    /// <summary>Its assembly; it is built with these tests, into the same configuration.</summary>
    public static string Path { get; } = System.IO.Path.Combine(
        AppContext.BaseDirectory.Replace("Claudebox.Module.Tests", "Claudebox.Testing.Shell", StringComparison.Ordinal), "Claudebox.Testing.Shell.dll");
}
