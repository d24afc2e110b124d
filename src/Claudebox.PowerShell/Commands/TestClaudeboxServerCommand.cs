using System.Management.Automation;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Commands;

/// <summary>Tells whether a server answers, could run a prompt, and lets the caller in.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ClaudeboxServer")]
[OutputType(typeof(ClaudeboxServerHealth), typeof(bool))]
public sealed class TestClaudeboxServerCommand : ServerCommand
{
    /// <summary>Emits true or false alone.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override PipelineBlock? OnRecord()
    {
        var server = Server;
        return (output, cancellationToken) => TestAsync(server, output, cancellationToken);
    }

    private async Task TestAsync(ClaudeboxServer server, PipelineOutput output, CancellationToken cancellationToken)
    {
        var health = await ExamineAsync(server, cancellationToken).ConfigureAwait(false);
        await output.WriteObjectAsync(Quiet ? health.IsUsable : health).ConfigureAwait(false);
    }

    private async Task<ClaudeboxServerHealth> ExamineAsync(ClaudeboxServer server, CancellationToken cancellationToken)
    {
        string? detail = null;
        var lives = false;
        ServerHealth? health = null;
        ServerStatus? status = null;
        var isReady = await TryAsync(async () =>
        {
            var connection = await ConnectAsync(server).ConfigureAwait(false);
            health = await connection.HealthAsync(cancellationToken).ConfigureAwait(false);
            lives = true;
            await connection.ReadyAsync(cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
        var isAuthorized = lives && await TryAsync(async () =>
        {
            var connection = await ConnectAsync(server).ConfigureAwait(false);
            status = await connection.StatusAsync(cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return new ClaudeboxServerHealth(server)
        {
            IsHealthy = lives,
            IsReady = isReady,
            IsAuthorized = isAuthorized,
            Version = health?.Version,
            ActiveRuns = health?.ActiveRuns ?? 0,
            BusyWorkspaces = status?.BusyWorkspaces ?? [],
            Detail = detail,
        };

        async Task<bool> TryAsync(Func<Task> question)
        {
            try
            {
                await question().ConfigureAwait(false);
                return true;
            }
            catch (ClaudeboxException exception) when (!cancellationToken.IsCancellationRequested)
            {
                detail ??= exception.Message;
                return false;
            }
        }
    }
}
