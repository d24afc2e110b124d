using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text;
using Claudebox.Docker;
using Claudebox.Runs;
using Claudebox.Views;
using Claudebox.Workspaces;

namespace Claudebox.CommandLine.Commands;

/// <summary><c>claudebox --version</c>: the own version at once, then Claude Code's, when engine and image are there.</summary>
internal sealed class VersionCommand(CommandContext context) : AsynchronousCommandLineAction
{
    private const string ClaudeProgram = "/usr/local/bin/claude";
    private const string Suffix = " (Claude Code)";
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ClaudeLimit = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override bool Terminating => true;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>Makes the option.</summary>
    public static Option CreateOption(CommandContext context) => new Option<bool>("--version", "-v")
    {
        Description = "Shows the versions of Claudebox and of the Claude Code in its image.",
        Arity = ArgumentArity.Zero,
        Action = new VersionCommand(context),
    };

    /// <inheritdoc/>
    public override async Task<int> InvokeAsync(ParseResult parseResult, CancellationToken cancellationToken = default)
    {
        await context.WriteLineAsync($"claudebox {ClaudeboxVersion.Current}", cancellationToken).ConfigureAwait(false);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(ClaudeLimit);
        try
        {
            var engine = await ClaudeboxEngine.ConnectAsync(context.EngineOptions with { ConnectTimeout = ConnectLimit }, limited.Token).ConfigureAwait(false);
            await using (engine.ConfigureAwait(false))
            {
                return await ClaudeAsync(engine, limited.Token).ConfigureAwait(false);
            }
        }
        catch (ClaudeboxException exception) when (exception.Code is FailureCode.DockerUnavailable or FailureCode.InvalidRequest or FailureCode.WorkspaceNotFound)
        {
            return await UnknownAsync(exception.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ClaudeboxException(FailureCode.ClaudeFailed, $"Claude Code did not tell its version within {ClaudeLimit.TotalSeconds:0} s.");
        }
    }

    private async Task<int> ClaudeAsync(ClaudeboxEngine engine, CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var options = context.WorkspaceOptions(WorkspaceRole.Prog);
        var plan = ClaudeboxEngine.Plan(context.EngineOptions, options);
        var containers = await engine.ListContainersAsync(plan.Workspace, cancellationToken).ConfigureAwait(false);
        int exitCode;
        if (containers.FirstOrDefault(container => container.IsRunning) is { } running)
        {
            var command = ContainerCommand.OfServer("claude", "--version") with { Output = output, Error = error };
            exitCode = await engine.ExecuteAsync(running, command, cancellationToken).ConfigureAwait(false);
        }
        else if (await engine.DescribeImageAsync(options, cancellationToken).ConfigureAwait(false) is { IsUsable: true } image)
        {
            var command = new ContainerCommand { Arguments = [ClaudeProgram, "--version"], Output = output, Error = error };
            exitCode = await engine.RunOnceAsync(image.Id!, command, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            return await UnknownAsync($"there is no usable image {plan.Image} yet.").ConfigureAwait(false);
        }

        var text = TerminalText.Line(Encoding.UTF8.GetString(output.ToArray()));
        if (exitCode != 0 || text.Length == 0)
        {
            throw new ClaudeboxException(new RunFailure
            {
                Code = FailureCode.ClaudeFailed,
                Message = $"Claude Code in the container does not work (exit code {exitCode}).",
                StandardErrorTail = TerminalText.Block(Encoding.UTF8.GetString(error.ToArray())).Trim(),
            });
        }

        await context.WriteLineAsync($"Claude Code {text.Replace(Suffix, "", StringComparison.Ordinal)}", cancellationToken).ConfigureAwait(false);
        return ExitCodes.Success;
    }

    private async Task<int> UnknownAsync(string why)
    {
        await context.NoteAsync($"The version of Claude Code is not known: {why}").ConfigureAwait(false);
        return ExitCodes.Success;
    }
}
