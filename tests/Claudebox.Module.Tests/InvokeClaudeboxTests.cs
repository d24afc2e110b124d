using System.Management.Automation;
using Claudebox.Testing.PowerShell;
using Xunit;

namespace Claudebox.Module.Tests;

public sealed class InvokeClaudeboxTests : IDisposable
{
    private const string Nowhere = "unix:///nowhere/claudebox-test.sock";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("claudebox-");
    private readonly Shell _shell = Shell.WithModule(StagedModule.Manifest);

    public InvokeClaudeboxTests() => _shell.Location = _folder.FullName;

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void WhatIf_tells_the_truth_and_does_not_touch_the_engine()
    {
        using var engine = new UnusedEngine();
        var extra = _folder.CreateSubdirectory("extra dir").FullName;

        var result = _shell.Run($$"""
            Invoke-Claudebox 'hello' -WhatIf -DockerHost '{{engine.Address}}' -Image 'my/image:1' -Network host -NoDockerSocket `
                -Mount './extra dir:/extra:ro' -Environment @{ MY_SECRET = 'never-shown' }
            """);

        var screen = _shell.Host.Screen.Text;
        Assert.Empty(result.AllErrors);
        Assert.Empty(result.Output);
        Assert.Contains("What if:", screen, StringComparison.Ordinal);
        Assert.Contains("my/image:1", screen, StringComparison.Ordinal);
        Assert.Contains("host", screen, StringComparison.Ordinal);
        Assert.Contains($"{extra}:/extra:ro", screen, StringComparison.Ordinal);
        Assert.Contains(_folder.FullName + ":" + _folder.FullName, screen, StringComparison.Ordinal);
        Assert.Contains("MY_SECRET", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("never-shown", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("docker.sock", screen.Replace(engine.Address, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.False(engine.WasCalled);
    }

    [Theory]
    [InlineData("Invoke-Claudebox hello -Environment @{ '1X' = '3' }", "-Environment: '1X' is not a variable name")]
    [InlineData("Start-ClaudeboxServer -Environment @{ 'A-B' = '3' }", "-Environment: 'A-B' is not a variable name")]
    [InlineData("Enter-Claudebox -Environment @{ 1 = '3' }", "-Environment: '1' is not a variable name")]
    [InlineData("Get-ClaudeboxSession -Origin nosuch", "-Origin must be interactive, prog, api, openai, api:NAME or chat:ID, not 'nosuch'.")]
    [InlineData("Clear-ClaudeboxSession -Origin nosuch -Confirm:$false", "-Origin must be interactive, prog, api, openai, api:NAME or chat:ID, not 'nosuch'.")]
    [InlineData("Invoke-Claudebox hello -TimeoutSeconds 99999999", "-TimeoutSeconds must be at most 2592000 (30 days).")]
    public void What_cannot_be_is_refused_by_the_parameters_name_before_the_engine_is_asked(string command, string message)
    {
        using var engine = new UnusedEngine();

        var result = _shell.Run($"{command} -DockerHost '{engine.Address}'");

        Assert.Contains(message, Assert.Single(result.AllErrors).ToString(), StringComparison.Ordinal);
        Assert.False(engine.WasCalled);
    }

    [Fact]
    public void Confirm_asks_with_the_plan_and_a_no_ends_there()
    {
        using var engine = new UnusedEngine();
        _shell.Host.Answers.Enqueue("No");

        var result = _shell.Run($"Invoke-Claudebox 'hello' -Confirm -DockerHost '{engine.Address}'");

        Assert.Empty(result.AllErrors);
        Assert.Contains(_folder.FullName, Assert.Single(_shell.Host.Questions), StringComparison.Ordinal);
        Assert.False(engine.WasCalled);
    }

    [Fact]
    public void Without_an_engine_the_error_says_what_to_do_and_no_further_prompt_is_tried()
    {
        var result = _shell.Run($"'a', 'b' | Invoke-Claudebox -DockerHost {Nowhere}");

        var error = Assert.Single(result.AllErrors);
        Assert.StartsWith("DockerUnavailable,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.ResourceUnavailable, error.CategoryInfo.Category);
        Assert.Equal("a", error.TargetObject);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.Contains("/nowhere/claudebox-test.sock", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'x' | Invoke-Claudebox -SessionId 0 -NoContinue", "AmbiguousParameterSet")]
    [InlineData("Invoke-Claudebox x -Effort Extreme", "CannotConvertArgumentNoMessage")]
    [InlineData("Invoke-Claudebox x -MaxTurns 0", "ParameterArgumentValidationError")]
    [InlineData("Invoke-Claudebox ''", "ParameterArgumentValidationError")]
    [InlineData("Invoke-Claudebox x -ResultOnly -OutputFormat Text", "InvalidRequest")]
    [InlineData("Invoke-Claudebox x -MaxBudgetUsd -1", "InvalidRequest")]
    [InlineData("Invoke-Claudebox x -JsonSchema 'not json'", "InvalidRequest")]
    [InlineData("Invoke-Claudebox x -SessionId not-a-guid", "InvalidRequest")]
    [InlineData("Invoke-Claudebox x -Environment @{ 'a=b' = 1 }", "InvalidRequest")]
    [InlineData("Invoke-Claudebox x -Mount /nowhere/at/all", "InvalidRequest")]
    [InlineData("Invoke-Claudebox x -Workspace ./missing", "WorkspaceNotFound")]
    [InlineData("Invoke-Claudebox x -Workspace Env:", "WorkspaceNotFound")]
    [InlineData("Invoke-Claudebox x -Workspace NoSuchDrive:/x", "WorkspaceNotFound")]
    public void What_cannot_be_is_an_error_before_any_engine_is_asked(string script, string id)
    {
        using var engine = new UnusedEngine();

        var error = Assert.Single(_shell.Run($"{script} -DockerHost '{engine.Address}'").AllErrors);

        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.NotEqual(ErrorCategory.NotSpecified, error.CategoryInfo.Category);
        Assert.False(engine.WasCalled);
    }

    [Theory]
    [InlineData("-SessionId not-a-guid", "-SessionId must be a session id (a UUID).")]
    [InlineData("-MaxBudgetUsd -1", "-MaxBudgetUsd must be greater than 0, not -1.")]
    [InlineData("-JsonSchema 'not json'", "-JsonSchema is not valid JSON.")]
    [InlineData("-Environment @{ A = \"`0\" }", "the variable 'A' of -Environment must not hold a NUL character.")]
    public void What_is_wrong_is_said_in_the_cmdlets_own_words(string parameter, string message) =>
        Assert.Equal(message, Assert.Single(_shell.Run($"Invoke-Claudebox x {parameter} -DockerHost {Nowhere}").AllErrors).ToString());

    [Fact]
    public void A_network_without_a_way_out_is_warned_of_once_and_early()
    {
        var result = _shell.Run($"'a', 'b' | Invoke-Claudebox -WhatIf -Network none -DockerHost {Nowhere}");

        Assert.Contains("cuts Claude Code off", Assert.Single(result.Of<WarningItem>()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_can_be_a_hashtable()
    {
        var result = _shell.Run(
            $"Invoke-Claudebox x -WhatIf -DockerHost {Nowhere} -JsonSchema @{{ type = 'object'; properties = @{{ n = @{{ type = 'integer' }} }}; required = @('n') }}");

        Assert.Empty(result.AllErrors);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("br[ack]ets")]
    [InlineData("ünïcödé 日本")]
    [InlineData("quo'te")]
    public void The_workspace_is_the_current_location_of_PowerShell(string name)
    {
        var folder = _folder.CreateSubdirectory(name).FullName;

        _shell.Location = folder;
        var result = _shell.Run($"Invoke-Claudebox x -WhatIf -DockerHost {Nowhere}");

        Assert.Empty(result.AllErrors);
        Assert.Contains($"'{folder}'", _shell.Host.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_workspace_binds_by_property_name_but_a_lines_file_is_not_one()
    {
        var other = _folder.CreateSubdirectory("other").FullName;

        // Get-Content puts the path of the file on each line that it emits.
        var result = _shell.Run(
            $$"""
            [pscustomobject]@{ Workspace = $other } | Invoke-Claudebox 'by name' -WhatIf -DockerHost {{Nowhere}}
            $line = [psobject]'a line'
            $line.PSObject.Properties.Add([psnoteproperty]::new('PSPath', '/etc/passwd'))
            $line | Invoke-Claudebox -WhatIf -DockerHost {{Nowhere}}
            """,
            ("other", other));

        Assert.Empty(result.AllErrors);
        Assert.Contains($"'{other}'", _shell.Host.Screen.Text, StringComparison.Ordinal);
        Assert.Contains($"'{_folder.FullName}'", _shell.Host.Screen.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Invoke-Claudebox x -Model ", "haiku|opus|opusplan|sonnet|sonnet[1m]")]
    [InlineData("Invoke-Claudebox x -Model opusp", "opusplan")]
    [InlineData("Invoke-Claudebox x -Effort ", "High|Low|Max|Medium|XHigh")]
    [InlineData("Invoke-Claudebox x -OutputFormat Json", "Json|JsonVerbose")]
    [InlineData("Clear-ClaudeboxSession -Origin p", "prog")]
    [InlineData("Stop-ClaudeboxWorkspace -Role ", "Interactive|Prog|Server")]
    [InlineData("Enter-Claudebox -Model opusp", "opusplan")]
    [InlineData("Get-ClaudeboxSession -Origin i", "interactive")]
    [InlineData("Install-Claudebox -Variant ", "Full|Minimal")]
    public void Tab_offers(string line, string expected) =>
        Assert.Equal(expected, string.Join('|', _shell.Complete(line).Select(item => item.ListItemText).Order(StringComparer.OrdinalIgnoreCase)));

    [Fact]
    public void Clearing_sessions_asks_first()
    {
        using var engine = new UnusedEngine();
        _shell.Host.Answers.Enqueue("No");

        var result = _shell.Run($"Clear-ClaudeboxSession -DockerHost '{engine.Address}'");

        Assert.Empty(result.AllErrors);
        Assert.Contains(_folder.FullName, Assert.Single(_shell.Host.Questions), StringComparison.Ordinal);
        Assert.False(engine.WasCalled);
    }

    [Theory]
    [InlineData("Get-ClaudeboxWorkspace")]
    [InlineData("Stop-ClaudeboxWorkspace")]
    [InlineData("Clear-ClaudeboxSession -Confirm:$false")]
    [InlineData("Get-ClaudeboxSession")]
    public void The_other_commands_say_the_same_without_an_engine(string command)
    {
        var error = Assert.Single(_shell.Run($"{command} -DockerHost {Nowhere}").AllErrors);

        Assert.StartsWith("DockerUnavailable,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
    }
}
