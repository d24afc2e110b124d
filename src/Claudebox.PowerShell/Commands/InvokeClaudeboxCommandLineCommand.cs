using System.Management.Automation;
using Claudebox.PowerShell.NativeCommand;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Commands;

/// <summary>
/// What the function <c>claudebox</c> calls; the module does not export it. A cmdlet would take <c>-v</c>, <c>-p</c> and
/// other dashes for its own parameters, and a function alone cannot run asynchronously.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "ClaudeboxCommandLine")]
[OutputType(typeof(string))]
public sealed class InvokeClaudeboxCommandLineCommand : ClaudeboxCommand
{
    private CommandInput? _input;

    /// <summary>The function's <c>$args</c>.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[]? ArgumentList { get; set; }

    /// <summary>The next object of the standard input.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (MyInvocation.ExpectingInput)
        {
            _input = new CommandInput(Formatter);
        }
    }

    private protected override PipelineBlock? OnRecord()
    {
        _input?.Add(InputObject);
        return null;
    }

    private protected override PipelineBlock? OnEnd()
    {
        try
        {
            var arguments = CommandArguments.Normalize(ArgumentList ?? []);
            var call = new CommandLineCall(
                arguments, _input?.ToStream() ?? Stream.Null, _input is null && HasTerminal, SessionState.Path.CurrentFileSystemLocation.ProviderPath);
            return call.RunAsync;
        }
        catch (ClaudeboxException exception)
        {
            return (output, _) => CommandLineCall.LeaveAsync(output, FailureTable.Of(exception.Code).ExitCode, exception.Failure);
        }
    }

    private protected override Task ReleaseAsync()
    {
        _input?.Dispose();
        return Task.CompletedTask;
    }

    private SteppablePipeline? Formatter() =>
        InvokeCommand.GetCommand("Out-String", CommandTypes.Cmdlet) is null
            ? null
            : InvokeCommand.NewScriptBlock("Out-String -Stream").GetSteppablePipeline();
}
