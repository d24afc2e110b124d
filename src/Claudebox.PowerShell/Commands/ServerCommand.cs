using System.Management.Automation;
using System.Security;
using Claudebox.PowerShell.Completion;
using Claudebox.PowerShell.Failures;
using Claudebox.PowerShell.Hosting;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Commands;

/// <summary>The base of the cmdlets that speak with a server of the HTTP API.</summary>
public abstract class ServerCommand : ClaudeboxCommand
{
    private ServerConnection? _connection;
    private (ClaudeboxServer Server, SecureString? Token)? _connected;

    private protected ServerCommand()
    {
    }

    /// <summary>The server: its URL, or an object of <c>Start-ClaudeboxServer</c> or <c>Get-ClaudeboxServer</c>.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public ClaudeboxServer Server { get; set; } = null!;

    /// <summary>The server's token; without it, that of the object.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Token { get; set; }

    /// <summary>Gives the connection to the server of the present input object. Objects of the same server share it.</summary>
    /// <exception cref="ClaudeboxException">The server has no URL, or the token cannot be one.</exception>
    private protected async Task<ServerConnection> ConnectAsync(ClaudeboxServer server)
    {
        if (_connection is not null && _connected == (server, Token))
        {
            return _connection;
        }

        await ReleaseAsync().ConfigureAwait(false);
        _connected = (server, Token);
        return _connection = new ServerConnection(server, Token);
    }

    /// <summary>Does one piece of work; its failure is an error about the user's object, and the next one goes on.</summary>
    private protected static async Task GuardAsync(PipelineOutput output, object? target, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (ClaudeboxException exception) when (!cancellationToken.IsCancellationRequested)
        {
            await output.WriteErrorAsync(ErrorRecords.OfServer(ParameterNames.Translate(exception), target)).ConfigureAwait(false);
        }
    }

    private protected override async Task ReleaseAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }
}
