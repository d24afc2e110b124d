using System.CommandLine;
using System.Text;
using Claudebox.CommandLine.Installation;
using Claudebox.CommandLine.Options;
using Claudebox.CommandLine.Parsing;
using Claudebox.CommandLine.Terminals;
using Claudebox.Docker;
using Claudebox.Runs;
using Claudebox.Settings;
using Claudebox.Workspaces;

namespace Claudebox.CommandLine;

/// <summary>What every command gets: the console, the common options, and the way to the engine, which is connected when it is first needed.</summary>
/// <param name="console">Where the command runs.</param>
internal sealed class CommandContext(ICommandConsole console) : IAsyncDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private readonly CancellationTokenSource _end = new();
    private Task<ClaudeboxEngine>? _connecting;
    private ParseResult? _result;
    private ArgumentScan? _scan;
    private StatusLine? _status;
    private IReadOnlyDictionary<string, string>? _variables;

    /// <summary>Where the command runs.</summary>
    public ICommandConsole Console => console;

    /// <summary>The environment variables; where they hold no credential, with the stored token.</summary>
    public IReadOnlyDictionary<string, string> Variables => _variables ??= StoredToken.AddTo(console.Variables, console.CurrentDirectory);

    /// <summary>Where a long-lived token is kept.</summary>
    public StoredToken Token => StoredToken.Of(console.Variables, console.CurrentDirectory);

    /// <summary>The options of every command.</summary>
    public CommonOptions Common { get; } = new();

    /// <summary>The options of a prompt.</summary>
    public PromptOptions Prompt { get; } = new();

    /// <summary>The options that shape a container.</summary>
    public ContainerOptions Container { get; } = new();

    /// <summary>The command line.</summary>
    public ParseResult Result => _result ?? throw NotParsed();

    /// <summary>The command line's words and options, as people meant them.</summary>
    public ArgumentScan Scan => _scan ?? throw NotParsed();

    /// <summary>Tells people what goes on.</summary>
    public StatusLine Status => _status ??= new StatusLine(console, Result.GetValue(Common.Verbose));

    /// <summary>How the engine is found.</summary>
    public EngineOptions EngineOptions => new() { Variables = console.Variables, DockerHost = _result?.GetValue(Common.DockerHost) };

    /// <summary>Where Claudebox is installed, and from what.</summary>
    public InstallationHost InstallationHost => new()
    {
        Variables = console.Variables,
        BaseDirectory = console.CurrentDirectory,
        DockerHost = Result.GetValue(Common.DockerHost),
        Image = Result.GetValue(Common.Image),
        Package = console.Package,
    };

    /// <summary>The workspace's directory: an absolute path.</summary>
    public string Workspace => HostPaths.OfThisComputer(console.CurrentDirectory).Resolve(_result?.GetValue(Common.Workspace) ?? console.CurrentDirectory);

    /// <summary>Takes the command line over.</summary>
    public void Use(ParseResult result, ArgumentScan scan)
    {
        _result = result;
        _scan = scan;
    }

    /// <summary>The workspace's container of a role, as the command line asks for it.</summary>
    public WorkspaceOptions WorkspaceOptions(WorkspaceRole role) => new()
    {
        Workspace = Workspace,
        Role = role,
        Variables = Variables,
        BaseDirectory = console.CurrentDirectory,
        Image = Result.GetValue(Common.Image),
        Network = Result.GetValue(Container.Network),
        Mounts = Result.GetValue(Container.Mounts) ?? [],
        DockerSocket = Result.GetValue(Container.NoDockerSocket) ? false : null,
    };

    /// <summary>The variables that travel with a run or a terminal.</summary>
    /// <param name="options">The workspace, whose network decides what can be reached.</param>
    /// <exception cref="ClaudeboxException">A variable cannot be forwarded, or the workspace cannot be one.</exception>
    public IReadOnlyDictionary<string, string> ForwardedVariables(WorkspaceOptions options)
    {
        var plan = ClaudeboxEngine.Plan(EngineOptions, options);
        return ForwardedEnvironment.Collect(Variables, Container.Entries(Result, console.Variables), plan.Network);
    }

    /// <summary>Warns of what will hardly work as it is asked for, before anything is done.</summary>
    /// <param name="options">The workspace.</param>
    public async Task WarnAsync(WorkspaceOptions options)
    {
        foreach (var warning in ClaudeboxEngine.Plan(EngineOptions, options).Warnings)
        {
            await NoteAsync("claudebox: " + warning).ConfigureAwait(false);
        }
    }

    /// <summary>Connects to the engine.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The engine; it belongs to the context.</returns>
    /// <exception cref="ClaudeboxException">No engine answers.</exception>
    public Task<ClaudeboxEngine> ConnectAsync(CancellationToken cancellationToken)
    {
        BeginConnecting();
        return _connecting!.WaitAsync(cancellationToken);
    }

    /// <summary>Begins to connect to the engine, for a command that will need it and has something else to do before.</summary>
    public void BeginConnecting() => _connecting ??= Task.Run(() => ClaudeboxEngine.ConnectAsync(EngineOptions, _end.Token));

    /// <summary>Visits the server in a container of the workspace; one is made when there is none and its image is here.</summary>
    /// <returns>The visit; null when there is neither a container nor an image, so that nothing can ever have run.</returns>
    public async Task<WorkspaceVisit?> TryVisitAsync(CancellationToken cancellationToken)
    {
        var engine = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        return await engine.VisitWorkspaceAsync(WorkspaceOptions(WorkspaceRole.Prog), Status, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a line of text to the standard output.</summary>
    public Task WriteLineAsync(string text, CancellationToken cancellationToken) => WriteAsync(text + "\n", cancellationToken);

    /// <summary>Writes text to the standard output.</summary>
    public Task WriteAsync(string text, CancellationToken cancellationToken) => WriteAsync(Utf8.GetBytes(text), cancellationToken);

    /// <summary>Writes bytes to the standard output, at once.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _status?.Clear();
        await console.Output.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        await console.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a line to the standard error.</summary>
    public async Task NoteAsync(string text)
    {
        _status?.Clear();
        await console.Error.WriteLineAsync(text).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _status?.Dispose();
        await _end.CancelAsync().ConfigureAwait(false);
        if (_connecting is not null)
        {
            await ((Task)_connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_connecting.IsCompletedSuccessfully)
            {
                await (await _connecting.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            }
        }

        _end.Dispose();
    }

    private static InvalidOperationException NotParsed() => new("The command line is not parsed yet.");
}
