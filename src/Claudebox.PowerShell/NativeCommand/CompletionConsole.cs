using Claudebox.CommandLine;
using Claudebox.Settings;

namespace Claudebox.PowerShell.NativeCommand;

/// <summary>Where a command line is completed: nothing runs, but directory and variables tell which workspace is meant.</summary>
internal sealed class CompletionConsole(string currentDirectory) : ICommandConsole
{
    public Stream Input => Stream.Null;

    public Stream Output => Stream.Null;

    public TextWriter Error => TextWriter.Null;

    public bool IsInputTerminal => false;

    public bool IsOutputTerminal => false;

    public bool IsErrorTerminal => false;

    public string CurrentDirectory => currentDirectory;

    public IReadOnlyDictionary<string, string> Variables { get; } = EnvironmentVariables.OfProcess();
}
