using Claudebox.CommandLine.Installation;
using Claudebox.Docker;
using Claudebox.Runs;

namespace Claudebox.CommandLine;

/// <summary>Where the command runs: its streams, directory and variables. A process has one, and so has a PowerShell pipeline.</summary>
public interface ICommandConsole
{
    /// <summary>The standard input, as bytes.</summary>
    Stream Input { get; }

    /// <summary>
    /// The standard output, as bytes. What is written and flushed is seen at once; when nobody reads it any more, writing throws
    /// <see cref="OutputClosedException"/>.
    /// </summary>
    Stream Output { get; }

    /// <summary>The standard error.</summary>
    TextWriter Error { get; }

    /// <summary>Whether <see cref="Input"/> is a terminal.</summary>
    bool IsInputTerminal { get; }

    /// <summary>Whether <see cref="Output"/> is a terminal.</summary>
    bool IsOutputTerminal { get; }

    /// <summary>Whether <see cref="Error"/> is a terminal.</summary>
    bool IsErrorTerminal { get; }

    /// <summary>Opens the terminal that Claude Code can be shown on.</summary>
    /// <returns>The terminal; null when there is none.</returns>
    ITerminal? OpenTerminal() => IsInputTerminal && IsOutputTerminal ? HostTerminal.TryOpen() : null;

    /// <summary>The directory that relative paths are relative to, and the workspace when none is named.</summary>
    string CurrentDirectory { get; }

    /// <summary>The environment variables.</summary>
    IReadOnlyDictionary<string, string> Variables { get; }

    /// <summary>What there is to install; by default what the running program is or carries.</summary>
    PackageContent Package => PackageContent.OfThisProgram();

    /// <summary>Where the steps of the preparation of a container are shown; null for lines on <see cref="Error"/>.</summary>
    IProgress<EngineProgress>? Progress => null;

    /// <summary>Shows a failure in its own way, where there is a better one than lines on <see cref="Error"/>.</summary>
    /// <param name="failure">What went wrong; nothing follows it.</param>
    /// <returns>Whether it does so.</returns>
    bool TakeFailure(RunFailure failure) => false;
}
