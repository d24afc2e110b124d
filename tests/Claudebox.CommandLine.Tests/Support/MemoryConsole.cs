using System.Text;
using Claudebox.CommandLine;
using Claudebox.Docker;
using Claudebox.Runs;

namespace Claudebox.CommandLine.Tests.Support;

/// <summary>A console in memory: nothing is a terminal unless it is said to be.</summary>
internal sealed class MemoryConsole : ICommandConsole
{
    public Stream Input { get; init; } = Stream.Null;

    public Stream Output { get; init; } = new MemoryStream();

    public TextWriter Error { get; } = new StringWriter();

    public bool IsInputTerminal { get; init; }

    public bool IsOutputTerminal { get; init; }

    public bool IsErrorTerminal { get; init; }

    public string CurrentDirectory { get; init; } = Path.GetTempPath();

    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string> { ["DOCKER_HOST"] = "unix:///nowhere/docker.sock" };

    public string OutputText => Encoding.UTF8.GetString(((MemoryStream)Output).ToArray());

    public string ErrorText => Error.ToString()!;

    public ITerminal? OpenTerminal() => null;

    /// <summary>Runs the command.</summary>
    public Task<int> RunAsync(params string[] arguments) => ClaudeboxCommandLine.RunAsync(arguments, this, TestContext.Current.CancellationToken);

    /// <summary>Reads a command line.</summary>
    public CommandContext Parse(params string[] arguments)
    {
        var context = new CommandContext(this);
        Grammar.Parse(arguments, context);
        return context;
    }

    /// <summary>Says why a command line is refused.</summary>
    public string Refusal(params string[] arguments) => Assert.Throws<ClaudeboxException>(() => Parse(arguments)).Message;
}
