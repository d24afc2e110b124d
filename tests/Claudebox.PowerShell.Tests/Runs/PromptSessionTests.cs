using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Claudebox.Runs;
using Claudebox.Testing.PowerShell;
using Xunit;

namespace Claudebox.PowerShell.Tests.Runs;

public sealed class PromptSessionTests : IDisposable
{
    private readonly Shell _shell = new(state =>
        state.Commands.Add(new SessionStateCmdletEntry("Test-Prompt", typeof(TestPromptCommand), null)));

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Events_come_as_objects_and_the_result_last()
    {
        var host = Playing("tool-bash.ndjson");

        var result = Run(host, "'hello' | Test-Prompt $engine");

        Assert.Equal("hello", Assert.Single(host.Requests).Prompt);
        Assert.Equal("/inside/w", host.Requests[0].Workspace);
        Assert.Contains(result.Output, item => item.BaseObject is ClaudeboxToolUse { Tool: "Bash" });
        var last = Assert.IsType<ClaudeboxResult>(result.Output[^1].BaseObject);
        Assert.Equal(RunStatus.Completed, last.Status);
        Assert.Equal(host.RunIds[0], last.RunId);
        Assert.Single(result.Output, item => item.BaseObject is ClaudeboxResult);
        Assert.Empty(result.AllErrors);
        Assert.Empty(host.Cancelled);
    }

    [Fact]
    public void Several_prompts_share_one_connection_that_is_closed_at_the_end()
    {
        var host = Playing("streamjson-plain.ndjson");

        var result = Run(host, "'a', 'b', 'c' | Test-Prompt $engine -ResultOnly");

        Assert.Equal(3, result.Output.Count);
        Assert.Equal(["a", "b", "c"], host.Requests.Select(request => request.Prompt));
        Assert.Equal(3, host.RunIds.Distinct().Count());
        Assert.Equal((1, 1, true), (host.Opened, host.Closed, host.Disposed));
    }

    [Fact]
    public void Another_workspace_gets_another_connection()
    {
        var host = Playing("streamjson-plain.ndjson");

        Run(host, "'a' | Test-Prompt $engine -Workspace /x, /y -ResultOnly");

        Assert.Equal((2, 2), (host.Opened, host.Closed));
    }

    [Fact]
    public void What_a_run_warns_of_is_a_warning()
    {
        var host = new FakeHost { Run = (_, id, _) => PlayAsync(id) };

        var result = Run(host, "'a' | Test-Prompt $engine -ResultOnly");

        Assert.Equal("a hook failed", Assert.Single(result.Of<WarningItem>()).Text);

        static async IAsyncEnumerable<RunUpdate> PlayAsync(string id)
        {
            await foreach (var update in RunScript.PlayAsync("streamjson-plain.ndjson", id))
            {
                yield return update.Record is { IsFinal: true } record ? new RunUpdate(record with { Warnings = ["a hook failed"] }) : update;
            }
        }
    }

    [Fact]
    public void A_failed_run_gives_its_result_then_its_error_and_the_next_prompt_runs()
    {
        var host = new FakeHost
        {
            Run = (request, id, _) => request.Prompt == "bad"
                ? RunScript.PlayAsync("maxturns-2.ndjson", id, RunStatus.Failed, FailureCode.MaxTurnsReached)
                : RunScript.PlayAsync("streamjson-plain.ndjson", id),
        };

        var result = Run(host, "'bad', 'good' | Test-Prompt $engine -ResultOnly");

        Assert.Equal(["OutputItem", "ErrorItem", "OutputItem"], result.Records.Where(item => item is not ProgressItem).Select(item => item.GetType().Name));
        Assert.Equal(RunStatus.Failed, ((ClaudeboxResult)result.Output[0].BaseObject).Status);
        var error = Assert.Single(result.Errors);
        Assert.StartsWith("MaxTurnsReached,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("bad", error.TargetObject);
        Assert.Null(result.Terminating);
        Assert.Empty(host.Cancelled);
    }

    [Fact]
    public void A_run_that_is_refused_is_an_error_and_nothing_is_cancelled()
    {
        var host = new FakeHost { Run = (_, _, _) => RunScript.RefuseAsync(FailureCode.WorkspaceBusy) };

        var result = Run(host, "'a', 'b' | Test-Prompt $engine");

        Assert.Equal(2, result.Errors.Count);
        Assert.All(result.Errors, error => Assert.Equal(ErrorCategory.ResourceBusy, error.CategoryInfo.Category));
        Assert.Empty(result.Output);
        Assert.Empty(host.Cancelled);
    }

    [Theory]
    [InlineData(FailureCode.DockerUnavailable)]
    [InlineData(FailureCode.ImageNotFound)]
    public void Without_an_engine_or_image_no_further_prompt_is_tried(FailureCode code)
    {
        var tries = 0;
        var host = new FakeHost
        {
            Run = (_, _, _) => throw new InvalidOperationException("There is nothing to run on."),
            Opening = () => ++tries > 0 ? throw new ClaudeboxException(code, "No.") : Task.CompletedTask,
        };

        var result = Run(host, "'a', 'b' | Test-Prompt $engine");

        Assert.StartsWith(code.ToString(), Assert.Single(result.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(1, tries);
        Assert.True(host.Disposed);
    }

    [Fact]
    public void A_lost_connection_is_an_error_and_the_next_prompt_connects_anew()
    {
        var host = new FakeHost
        {
            Run = (request, id, _) => request.Prompt == "bad" ? RunScript.BreakAsync(id) : RunScript.PlayAsync("streamjson-plain.ndjson", id),
        };

        var result = Run(host, "'bad', 'good' | Test-Prompt $engine -ResultOnly");

        Assert.StartsWith("ConnectionLost,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Single(result.Output);
        Assert.Equal((2, 2), (host.Opened, host.Closed));
    }

    [Fact]
    public async Task Stopping_cancels_the_run_and_waits_until_it_has_ended()
    {
        var host = Hanging();
        using var run = _shell.Start("'a' | Test-Prompt $engine", ("engine", host));
        await run.WaitForAsync(item => item is OutputItem);

        var result = run.Stop();

        Assert.Equal(PSInvocationState.Stopped, result.State);
        Assert.Equal(host.RunIds, host.Cancelled);
        Assert.True(host.Disposed);
    }

    [Fact]
    public void Select_First_cancels_the_run_and_waits_until_it_has_ended()
    {
        var host = Hanging();

        var result = Run(host, "'a' | Test-Prompt $engine | Select-Object -First 1; $engine.Cancelled.Count");

        Assert.Equal(["started", "1"], result.Output.Select(item => item.ToString()));
        Assert.Equal(host.RunIds, host.Cancelled);
    }

    [Fact]
    public void WhatIf_shows_the_plan_and_connects_to_nothing()
    {
        var host = Playing("streamjson-plain.ndjson");

        var result = Run(host, "'a' | Test-Prompt $engine -WhatIf -Environment @{ SECRET_NAME = 'secret-value' }");

        Assert.Empty(result.Output);
        Assert.Equal(0, host.Opened);
        Assert.Contains("Container: box of /w", _shell.Host.Screen.Text, StringComparison.Ordinal);
        Assert.Contains("SECRET_NAME", _shell.Host.Screen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-value", _shell.Host.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Verbose_tells_of_the_run_but_not_its_secrets()
    {
        var host = Playing("streamjson-plain.ndjson");

        var result = Run(host, "'a' | Test-Prompt $engine -Verbose -Debug -Environment @{ SECRET_NAME = 'secret-value' }");

        Assert.Equal("secret-value", host.Requests[0].Environment!["SECRET_NAME"]);
        Assert.Contains(result.Of<VerboseItem>(), item => item.Text.Contains(host.RunIds[0], StringComparison.Ordinal));
        Assert.DoesNotContain("secret-value", string.Join('\n', result.Records) + _shell.Host.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_has_one_activity_and_is_completed()
    {
        var records = Run(Playing("streamjson-plain.ndjson"), "'a' | Test-Prompt $engine").Of<ProgressItem>();

        Assert.Equal("Starting container", records[0].Record.StatusDescription);
        Assert.Equal(ProgressRecordType.Completed, records[^1].Record.RecordType);
        Assert.Single(records.Select(item => item.Record.ActivityId).Distinct());
    }

    [Fact]
    public void A_further_result_makes_the_earlier_one_a_step()
    {
        var host = new FakeHost { Run = (_, id, _) => TwoResultsAsync(id) };

        var results = Run(host, "'a' | Test-Prompt $engine").Output.Select(item => item.BaseObject).OfType<ClaudeboxResult>().ToList();

        Assert.Equal([("first", RunStatus.Running), ("second", RunStatus.Completed)], results.Select(item => (item.Result, item.Status)));
        Assert.Equal("second", Assert.Single(Run(host, "'a' | Test-Prompt $engine -ResultOnly").Output).ToString());
    }

    private static async IAsyncEnumerable<RunUpdate> TwoResultsAsync(string runId)
    {
        await Task.Yield();
        yield return RunScript.Event(1, """{"type":"result","subtype":"success","is_error":false,"result":"first"}""");
        yield return RunScript.Event(2, """{"type":"result","subtype":"success","is_error":false,"result":"second"}""");
        yield return RunScript.State(runId, RunStatus.Completed);
    }

    private static FakeHost Playing(string recording) => new() { Run = (_, id, _) => RunScript.PlayAsync(recording, id) };

    private static FakeHost Hanging()
    {
        var cancelled = new List<string>();
        return new FakeHost { Run = (_, id, token) => RunScript.HangAsync(id, cancelled, token), Cancelled = cancelled };
    }

    private ShellResult Run(FakeHost host, string script) => _shell.Run(script, ("engine", host));
}
