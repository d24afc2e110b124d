using System.Management.Automation;
using Claudebox.Testing.PowerShell;

namespace Claudebox.Module.Tests;

/// <summary>The function <c>claudebox</c> as far as it needs no engine.</summary>
public sealed class FunctionTests : IDisposable
{
    private const string Nowhere = "unix:///nowhere/claudebox-test.sock";

    private readonly Shell _shell = Shell.WithModule(StagedModule.Manifest);

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Its_help_comes_line_by_line()
    {
        var result = _shell.Run("claudebox --help; $?; $LASTEXITCODE");

        Assert.Empty(result.AllErrors);
        Assert.All(result.Output.SkipLast(2), line => Assert.DoesNotContain('\n', Assert.IsType<string>(line.BaseObject)));
        Assert.Contains(result.Output, line => line.ToString().Contains("--output-format", StringComparison.Ordinal));
        Assert.Equal([true, 0], result.Output.TakeLast(2).Select(item => item.BaseObject));
    }

    [Theory]
    [InlineData("claudebox dcotor", "Did you mean 'doctor'?", "InvalidRequest", 2)]
    [InlineData("claudebox --modle=x", "Did you mean '--model'?", "InvalidRequest", 2)]
    [InlineData("claudebox --output-format=xml 'two words'", "json-verbose", "InvalidRequest", 2)]
    [InlineData("claudebox -p", "There is no prompt", "InvalidRequest", 2)]
    [InlineData("claudebox", "There is no prompt", "InvalidRequest", 2)]
    [InlineData("claudebox setup-token", "terminal", "InvalidRequest", 2)]
    [InlineData("claudebox -p $missing", "Argument 2 is $null", "InvalidRequest", 2)]
    [InlineData("claudebox @file", "Argument 1 is $null", "InvalidRequest", 2)]
    [InlineData("claudebox ps --docker-host " + Nowhere, "/nowhere/claudebox-test.sock", "DockerUnavailable", 3)]
    public void A_failure_is_an_error_with_an_id_and_leaves_an_exit_code(string line, string message, string id, int exitCode)
    {
        var result = _shell.Run($"{line}\n$?; $LASTEXITCODE");

        var error = Assert.Single(result.Errors);
        Assert.Null(result.Terminating);
        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
        Assert.Equal([false, exitCode], result.Output.TakeLast(2).Select(item => item.BaseObject));
    }

    [Fact]
    public void An_error_shows_the_users_line_and_what_to_do_and_nothing_of_the_module()
    {
        var error = Assert.Single(_shell.Run($"claudebox ps --docker-host {Nowhere}").Errors);

        Assert.Equal("claudebox", error.CategoryInfo.Activity);
        Assert.Equal($"claudebox ps --docker-host {Nowhere}", error.InvocationInfo.Line.Trim());
        Assert.Empty(error.InvocationInfo.ScriptName ?? "");
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.Equal(ErrorCategory.ResourceUnavailable, error.CategoryInfo.Category);
    }

    [Fact]
    public void ErrorAction_Stop_makes_a_failure_an_exception()
    {
        var result = _shell.Run("$ErrorActionPreference = 'Stop'; try { claudebox dcotor; 'not reached' } catch { \"caught $_\" }");

        Assert.StartsWith("caught unknown command 'dcotor'", Assert.Single(result.Output).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Success_after_a_failure_clears_the_exit_code()
    {
        var result = _shell.Run("claudebox dcotor 2>$null; $LASTEXITCODE; claudebox --help | Out-Null; $LASTEXITCODE; $?");

        Assert.Equal([2, 0, true], result.Output.Select(item => item.BaseObject));
    }

    [Fact]
    public void A_reader_that_has_enough_ends_it()
    {
        var result = _shell.Run("claudebox --help | Select-Object -First 2");

        Assert.Empty(result.AllErrors);
        Assert.Equal(2, result.Output.Count);
    }

    [Fact]
    public void More_than_fits_is_refused()
    {
        var result = _shell.Run("1..9 | ForEach-Object { 'x' * 16MB } | claudebox -p 'sum up'; $?; $LASTEXITCODE");

        Assert.StartsWith("InvalidRequest,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal([false, 2], result.Output.Select(item => item.BaseObject));
    }

    [Fact]
    public void It_can_be_called_by_name_with_a_list_of_words()
    {
        var result = _shell.Run("$words = 'ps', '--docker-host', 'unix:///nowhere/claudebox-test.sock'; & claudebox @words");

        Assert.StartsWith("DockerUnavailable,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("claudebox --mo", "--model|--mount")]
    [InlineData("claudebox doc", "doctor")]
    [InlineData("claudebox --output-format ", "json|json-verbose|stream-json|text")]
    [InlineData("claudebox --model=so", "--model=sonnet|--model=sonnet[1m]")]
    [InlineData("claudebox doctor --out", "--output-format")]
    [InlineData("'x' | claudebox -p 'two words' --eff", "--effort")]
    [InlineData("claudebox mcp li", "list")]
    public void Tab_completes_it_by_its_own_grammar(string line, string expected) =>
        Assert.Equal(expected, string.Join('|', _shell.Complete(line).Select(item => item.ListItemText).Order(StringComparer.Ordinal)));

    [Fact]
    public void The_script_for_other_shells_of_this_kind_completes_behind_other_commands_too()
    {
        using var shell = Shell.WithModule(StagedModule.Manifest);
        Assert.Empty(shell.Run(". ([scriptblock]::Create(@(claudebox completion pwsh) -join \"`n\"))").AllErrors);

        Assert.Equal(["stop"], shell.Complete("claudebox sto").Select(item => item.CompletionText));
        Assert.Equal(["stop"], shell.Complete("$before = 1; claudebox sto").Select(item => item.CompletionText));
    }

    [Fact]
    public void A_completion_tells_what_it_means()
    {
        var item = Assert.Single(_shell.Complete("claudebox --output-f"));

        Assert.Equal(CompletionResultType.ParameterName, item.ResultType);
        Assert.Contains("stream-json", item.ToolTip, StringComparison.Ordinal);
    }

    [Fact]
    public void Completion_of_the_sessions_of_an_engine_that_is_not_there_offers_nothing()
    {
        using var engine = new UnusedEngine();
        Environment.SetEnvironmentVariable("DOCKER_HOST", engine.Address + ".gone");
        try
        {
            Assert.Empty(_shell.Complete("claudebox --resume "));
        }
        finally
        {
            Environment.SetEnvironmentVariable("DOCKER_HOST", null);
        }
    }
}
