using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Claudebox.CommandLine;
using Claudebox.Docker;
using Claudebox.PowerShell.Hosting;
using Claudebox.PowerShell.NativeCommand;
using Claudebox.PowerShell.Pipeline;
using Claudebox.PowerShell.Tests.Pipeline;
using Claudebox.Runs;
using Claudebox.Testing.PowerShell;

namespace Claudebox.PowerShell.Tests.NativeCommand;

/// <summary>A pipeline as the command's console, with what a command could do that the real one does not.</summary>
public sealed class PipelineConsoleTests : IDisposable
{
    private readonly Shell _shell = new(state =>
        state.Commands.Add(new SessionStateCmdletEntry("Test-Scripted", typeof(TestScriptedCommand), null)));

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Output_and_notes_come_in_their_order_and_on_their_streams()
    {
        var result = Run(async console =>
        {
            await console.Output.WriteAsync("one\ntw"u8.ToArray());
            await console.Error.WriteLineAsync("a note");
            await console.Output.WriteAsync("o\n"u8.ToArray());
            console.Error.Write("half a ");
            console.Error.Write("note");
            await console.Output.WriteAsync("no line break"u8.ToArray());
        });

        Assert.Equal(["one", "(a note)", "two", "no line break", "(half a note)"], result.Records.Select(Shown));
    }

    [Fact]
    public void Notes_are_shown_by_the_host()
    {
        Run(console => console.Error.WriteLineAsync("a note"));

        Assert.Contains("a note", _shell.Host.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_is_taken_over()
    {
        RunFailure? kept = null;
        Run(console =>
        {
            Assert.True(((ICommandConsole)console).TakeFailure(new RunFailure { Code = FailureCode.WorkspaceBusy, Message = "Busy." }));
            kept = console.Failure;
            return Task.CompletedTask;
        });

        Assert.Equal(FailureCode.WorkspaceBusy, kept?.Code);
    }

    [Fact]
    public void The_preparation_of_a_container_is_a_bar()
    {
        var result = Run(async console =>
        {
            ((ICommandConsole)console).Progress!.Report(new EngineProgress { Activity = "Building image", Status = "step 3", PercentComplete = 30 });
            await Task.Yield();
        });

        Assert.Equal("Building image: step 3", Assert.Single(result.Of<ProgressItem>()).Record.StatusDescription);
    }

    [Theory]
    [InlineData(0, true, null)]
    [InlineData(1, false, "ExitCodeNotZero")]
    [InlineData(4, false, "WorkspaceBusy")]
    public void The_exit_code_is_left_and_one_that_is_not_0_is_an_error(int exitCode, bool succeeded, string? id)
    {
        var failure = id == "WorkspaceBusy" ? new RunFailure { Code = FailureCode.WorkspaceBusy, Message = "Busy." } : null;

        var result = _shell.Run(
            "Test-Scripted $script; $?; $LASTEXITCODE",
            ("script", new CommandScript { End = (output, _) => CommandLineCall.LeaveAsync(output, exitCode, failure) }));

        Assert.Equal([succeeded, exitCode], result.Output.Select(item => item.BaseObject));
        Assert.Equal(id, result.Errors.SingleOrDefault()?.FullyQualifiedErrorId.Split(',')[0]);
    }

    private static string Shown(ShellRecord record) => record switch
    {
        OutputItem item => item.Object.ToString(),
        InformationItem item => $"({item.Record.MessageData})",
        _ => record.GetType().Name,
    };

    private ShellResult Run(Func<PipelineConsole, Task> use)
    {
        var result = _shell.Run("Test-Scripted $script", ("script", new CommandScript { End = RunAsync }));
        Assert.Empty(result.AllErrors);
        return result;

        async Task RunAsync(PipelineOutput output, CancellationToken cancellationToken)
        {
            var progress = new PreparationProgress(output, "/w");
            await using var console = new PipelineConsole(output, Stream.Null, "/w") { Progress = new ProgressRelay(progress) };
            await use(console);
            await console.CompleteAsync();
        }
    }
}
