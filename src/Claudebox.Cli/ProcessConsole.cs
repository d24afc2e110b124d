using Claudebox.CommandLine;
using Claudebox.Settings;

namespace Claudebox.Cli;

/// <summary>The console of this process.</summary>
internal sealed class ProcessConsole : ICommandConsole
{
    /// <inheritdoc/>
    public Stream Input { get; } = Console.OpenStandardInput();

    /// <inheritdoc/>
    public Stream Output { get; } = OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new StandardOutput();

    /// <inheritdoc/>
    public TextWriter Error => Console.Error;

    /// <inheritdoc/>
    public bool IsInputTerminal => !Console.IsInputRedirected;

    /// <inheritdoc/>
    public bool IsOutputTerminal => !Console.IsOutputRedirected;

    /// <inheritdoc/>
    public bool IsErrorTerminal => !Console.IsErrorRedirected;

    /// <inheritdoc/>
    public string CurrentDirectory => Environment.CurrentDirectory;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Variables { get; } = EnvironmentVariables.OfProcess();
}
