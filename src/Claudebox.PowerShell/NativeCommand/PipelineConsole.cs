using System.Text;
using Claudebox.CommandLine;
using Claudebox.Docker;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;
using Claudebox.Settings;

namespace Claudebox.PowerShell.NativeCommand;

/// <summary>
/// A pipeline as the console of the command: lines of its output are strings of the pipeline as they come, lines of its
/// standard error are shown by the host, and a failure is kept for the error stream.
/// </summary>
internal sealed class PipelineConsole : ICommandConsole, IAsyncDisposable
{
    private readonly LineStream _output;
    private readonly LineStream _error;
    private readonly StreamWriter _errorWriter;

    public PipelineConsole(PipelineOutput output, Stream input, string currentDirectory)
    {
        _output = new LineStream(output.WriteObjectAsync);
        _error = new LineStream(output.WriteHostAsync);
        _errorWriter = new StreamWriter(_error, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
        Input = input;
        CurrentDirectory = currentDirectory;
    }

    public Stream Input { get; }

    public Stream Output => _output;

    public TextWriter Error => _errorWriter;

    /// <summary>Whether the terminal of the process is the host's and nothing is piped in.</summary>
    public bool IsInputTerminal { get; init; }

    /// <summary>Never: even when nothing follows in the pipeline, the lines are strings that something may keep.</summary>
    public bool IsOutputTerminal => false;

    public bool IsErrorTerminal => false;

    public ITerminal? OpenTerminal() => IsInputTerminal ? HostTerminal.TryOpen() : null;

    public IProgress<EngineProgress>? Progress { get; init; }

    public string CurrentDirectory { get; }

    public IReadOnlyDictionary<string, string> Variables { get; } = EnvironmentVariables.OfProcess();

    /// <summary>Why the command failed; null while it has not, or when it was another program's exit code.</summary>
    public RunFailure? Failure { get; private set; }

    public bool TakeFailure(RunFailure failure)
    {
        Failure = failure;
        return true;
    }

    /// <summary>Hands on what was written after the last line break.</summary>
    public async Task CompleteAsync()
    {
        await _output.CompleteAsync().ConfigureAwait(false);
        await _error.CompleteAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _errorWriter.DisposeAsync().ConfigureAwait(false);
        await Input.DisposeAsync().ConfigureAwait(false);
    }
}
