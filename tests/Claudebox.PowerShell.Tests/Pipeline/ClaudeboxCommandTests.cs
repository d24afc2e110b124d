using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Runs;
using Claudebox.Testing.PowerShell;
using Xunit;

namespace Claudebox.PowerShell.Tests.Pipeline;

public sealed class ClaudeboxCommandTests : IDisposable
{
    private readonly Shell _shell = new(state =>
        state.Commands.Add(new SessionStateCmdletEntry("Test-Scripted", typeof(TestScriptedCommand), null)));

    private readonly TaskCompletionSource _cleanedUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _released;

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Everything_a_block_writes_comes_in_its_order_and_on_its_stream()
    {
        var result = Run(Script(async (output, _, _) =>
        {
            await output.WriteVerboseAsync("first");
            await output.WriteObjectAsync("second");
            await output.WriteWarningAsync("third");
            await output.WriteErrorAsync(new ErrorRecord(new InvalidOperationException("fourth"), "Fourth", ErrorCategory.InvalidData, 4));
            await output.WriteObjectAsync("fifth");
        }), "1 | Test-Scripted $script -Verbose");

        Assert.Equal(
            ["VerboseItem", "OutputItem", "WarningItem", "ErrorItem", "OutputItem"],
            result.Records.Select(record => record.GetType().Name));
        Assert.Equal("Fourth,Claudebox.PowerShell.Tests.Pipeline.TestScriptedCommand", result.Errors[0].FullyQualifiedErrorId);
        Assert.Null(result.Terminating);
        Assert.Equal(1, _released);
    }

    [Fact]
    public void A_block_runs_for_each_object_and_the_release_once_at_the_end()
    {
        var result = Run(Script((output, input, _) => output.WriteObjectAsync($"{input}:{_released}")), "1..3 | Test-Scripted $script");

        Assert.Equal(["1:0", "2:0", "3:0"], result.Output.Select(item => item.ToString()));
        Assert.Equal(1, _released);
    }

    [Fact]
    public void A_collection_is_written_as_it_is()
    {
        var result = Run(Script((output, _, _) => output.WriteObjectAsync(Enumerable.Range(1, 2).ToArray())), "1 | Test-Scripted $script");

        Assert.Equal([1, 2], Assert.IsType<int[]>(Assert.Single(result.Output).BaseObject));
    }

    [Fact]
    public async Task Stopping_cancels_the_block_and_waits_for_its_clean_up()
    {
        using var run = _shell.Start("1 | Test-Scripted $script", ("script", Script(HangAsync)));
        await run.WaitForAsync(record => record is OutputItem);

        var result = run.Stop();

        Assert.Equal(PSInvocationState.Stopped, result.State);
        Assert.True(_cleanedUp.Task.IsCompleted);
        Assert.Equal(1, _released);
    }

    [Fact]
    public void A_downstream_command_that_has_enough_ends_the_block_after_its_clean_up()
    {
        var result = Run(Script(HangAsync), "1 | Test-Scripted $script | Select-Object -First 1; \"after: $($done.Task.IsCompleted)\"");

        Assert.Equal(["started", "after: True"], result.Output.Select(item => item.ToString()));
        Assert.Null(result.Terminating);
        Assert.Equal(1, _released);
    }

    [Fact]
    public void A_break_downstream_ends_the_block_after_its_clean_up()
    {
        var result = Run(Script(HangAsync), "foreach ($i in 1) { 1 | Test-Scripted $script | ForEach-Object { break } }; \"after: $($done.Task.IsCompleted)\"");

        Assert.Equal(["after: True"], result.Output.Select(item => item.ToString()));
        Assert.Equal(1, _released);
    }

    [Fact]
    public void A_downstream_exception_is_the_one_that_arrives()
    {
        var result = Run(Script(HangAsync), "1 | Test-Scripted $script | ForEach-Object { throw 'downstream' }");

        Assert.Equal("downstream", result.Terminating!.Exception.Message);
        Assert.True(_cleanedUp.Task.IsCompleted);
    }

    [Fact]
    public void An_upstream_exception_between_two_objects_releases_what_is_held()
    {
        var result = Run(
            Script((output, input, _) => output.WriteObjectAsync(input!)),
            "1, 2 | ForEach-Object { if ($_ -eq 2) { throw 'upstream' }; $_ } | Test-Scripted $script");

        Assert.Equal("upstream", result.Terminating!.Exception.Message);
        Assert.Equal(1, _released);
    }

    [Fact]
    public void ErrorAction_Stop_ends_the_block_at_its_error()
    {
        var result = Run(Script(async (output, _, token) =>
        {
            try
            {
                await output.WriteErrorAsync(new ErrorRecord(new InvalidOperationException("no"), "Nope", ErrorCategory.InvalidData, 4));
                await output.WriteObjectAsync("must not come");
            }
            finally
            {
                _cleanedUp.SetResult();
            }
        }), "1 | Test-Scripted $script -ErrorAction Stop");

        Assert.Empty(result.Output);
        Assert.StartsWith("Nope,", result.Terminating!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.True(_cleanedUp.Task.IsCompleted);
        Assert.Equal(1, _released);
    }

    [Fact]
    public void A_failure_of_the_block_ends_the_command_with_its_id_category_and_advice()
    {
        var result = Run(
            Script((_, _, _) => throw new ClaudeboxException(FailureCode.DockerUnavailable, "No engine.")),
            "try { 1 | Test-Scripted $script } catch { $_ }");

        var error = Assert.IsType<ErrorRecord>(Assert.Single(result.Output).BaseObject);
        Assert.StartsWith("DockerUnavailable,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.ResourceUnavailable, error.CategoryInfo.Category);
        Assert.Equal(FailureTable.Of(FailureCode.DockerUnavailable).Advice, error.ErrorDetails.RecommendedAction);
        Assert.Equal(1, _released);
    }

    [Fact]
    public void An_unforeseen_exception_is_an_internal_error_that_can_be_caught()
    {
        var result = Run(
            Script((_, _, _) => throw new TimeoutException("late")),
            "try { 1 | Test-Scripted $script } catch { $_.FullyQualifiedErrorId + '|' + $_.Exception.Message }");

        Assert.Equal("InternalError,Claudebox.PowerShell.Tests.Pipeline.TestScriptedCommand|late", Assert.Single(result.Output).ToString());
    }

    [Fact]
    public void A_block_that_ignores_its_cancellation_does_not_hold_the_pipeline_for_ever()
    {
        var never = new TaskCompletionSource();
        var result = Run(
            new CommandScript
            {
                CleanUpLimit = TimeSpan.FromMilliseconds(200),
                Record = async (output, _, _) =>
                {
                    await output.WriteObjectAsync("started");
                    await never.Task;
                },
            },
            "1 | Test-Scripted $script | Select-Object -First 1; 'after'");

        Assert.Equal(["started", "after"], result.Output.Select(item => item.ToString()));
        never.SetResult();
    }

    [Theory]
    [InlineData("-WhatIf", "False")]
    [InlineData("-Confirm:$false", "True")]
    public void A_block_can_ask_whether_to_act(string switches, string answer)
    {
        var result = Run(
            Script(async (output, _, _) => await output.WriteObjectAsync(await output.ShouldProcessAsync("target", "Act"))),
            "1 | Test-Scripted $script " + switches);

        Assert.Equal(answer, Assert.Single(result.Output).ToString());
    }

    private ShellResult Run(CommandScript script, string text) => _shell.Run(text, ("script", script), ("done", _cleanedUp));

    private CommandScript Script(Func<PipelineOutput, object?, CancellationToken, Task> record) => new()
    {
        Record = record,
        Release = () =>
        {
            _released++;
            return Task.CompletedTask;
        },
    };

    private async Task HangAsync(PipelineOutput output, object? input, CancellationToken cancellationToken)
    {
        try
        {
            await output.WriteObjectAsync("started");
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            // Clean-up takes a while, as cancelling a run does.
            await Task.Delay(200, CancellationToken.None);
            _cleanedUp.SetResult();
        }
    }
}
