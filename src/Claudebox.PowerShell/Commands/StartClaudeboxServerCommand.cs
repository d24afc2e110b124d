using System.Management.Automation;
using System.Net;
using System.Security;
using Claudebox.PowerShell.Completion;
using Claudebox.PowerShell.Failures;
using Claudebox.PowerShell.Hosting;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Commands;

/// <summary>Starts a server of the HTTP API in a container, for all workspaces below a directory.</summary>
[Cmdlet(VerbsLifecycle.Start, "ClaudeboxServer", DefaultParameterSetName = TokenSet, SupportsShouldProcess = true)]
[OutputType(typeof(ClaudeboxServer))]
public sealed class StartClaudeboxServerCommand : ContainerCommand
{
    private const string TokenSet = "Token";
    private const string AnonymousSet = "Anonymous";

    private ServerHost? _host;

    /// <summary>The directory whose subdirectories are the workspaces; by default the current location. It has one server.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    public string? WorkspaceRoot { get; set; }

    /// <summary>The port on this machine; 0 takes a free one.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int Port { get; set; } = 8080;

    /// <summary>The address to listen on.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(BindCompleter))]
    public IPAddress Bind { get; set; } = IPAddress.Loopback;

    /// <summary>The token that callers need; without it one is generated.</summary>
    [Parameter(ParameterSetName = TokenSet)]
    [ValidateNotNull]
    public SecureString? Token { get; set; }

    /// <summary>Lets everybody in who reaches the port.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AnonymousSet)]
    public SwitchParameter AllowAnonymous { get; set; }

    /// <summary>The name of the container.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The host names that the server answers to; <c>*</c> is all.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AllowedHostCompleter))]
    public string[]? AllowedHost { get; set; }

    /// <summary>The origins of web pages that may use the server; <c>*</c> is all.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CorsOriginCompleter))]
    public string[]? CorsOrigin { get; set; }

    /// <summary>Seconds that runs have to end when the server is stopped.</summary>
    [Parameter]
    [ValidateRange(0, 86_400)]
    public int? DrainSeconds { get; set; }

    /// <summary>Emits the server also when the token is the caller's or there is none.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override PipelineBlock? OnRecord()
    {
        if (ResolveWorkspace(WorkspaceRoot) is not { } directory)
        {
            return null;
        }

        _host ??= new ServerHost(DockerHost);
        var target = new ServerTarget(Target(directory), Name, Bind, Port) { AllowedHosts = AllowedHost, CorsOrigins = CorsOrigin, DrainSeconds = DrainSeconds };
        var variables = Variables();
        return (output, cancellationToken) => StartAsync(_host, target, variables, output, cancellationToken);
    }

    private protected override Task ReleaseAsync() => _host?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    private async Task StartAsync(
        ServerHost host, ServerTarget target, Dictionary<string, string> variables, PipelineOutput output, CancellationToken cancellationToken)
    {
        try
        {
            var secret = AllowAnonymous ? null : Token ?? ServerSecret.Generate();
            var tokens = secret is null ? Array.Empty<string>() : [ServerSecret.Read(secret)];
            var plan = host.Plan(target, variables);
            foreach (var warning in Warnings(target).Concat(plan.Warnings))
            {
                await output.WriteWarningAsync(warning).ConfigureAwait(false);
            }

            var description = plan.Describe($"Start a server for '{target.Container.Path}'.");
            if (!await output.ShouldProcessAsync(description, description, "Start-ClaudeboxServer").ConfigureAwait(false))
            {
                return;
            }

            var credentials = new ServerCredentials { Tokens = tokens, Environment = plan.Environment };
            var server = await PreparationProgress.ShowAsync(
                output, target.Container.Path, progress => host.StartAsync(target, credentials, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
            await output.WriteVerboseAsync($"The server in container '{server.Name}' takes prompts at {server.Url}.").ConfigureAwait(false);
            if (PassThru || (Token is null && secret is not null))
            {
                await output.WriteObjectAsync(new ClaudeboxServer(server.Url, server.Container!) { Token = secret, IsReady = true, ActiveRuns = 0 }).ConfigureAwait(false);
            }
        }
        catch (ClaudeboxException exception) when (!ErrorRecords.EndsCommand(exception.Code) && !cancellationToken.IsCancellationRequested)
        {
            await output.WriteErrorAsync(ErrorRecords.Of(ParameterNames.Translate(exception), target.Container.Path)).ConfigureAwait(false);
        }
    }

    private IEnumerable<string> Warnings(ServerTarget target)
    {
        if (AllowAnonymous && !IPAddress.IsLoopback(target.Address))
        {
            yield return $"The server listens on {target.Address} and lets everybody in who reaches it: they can run prompts and read and write all files below '{target.Container.Path}'.";
        }
    }
}
