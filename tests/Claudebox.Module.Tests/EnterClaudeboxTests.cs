using Claudebox.Testing.PowerShell;

namespace Claudebox.Module.Tests;

/// <summary><c>Enter-Claudebox</c> where there is no terminal.</summary>
public sealed class EnterClaudeboxTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("claudebox-");
    private readonly Shell _shell = Shell.WithModule(StagedModule.Manifest);

    public EnterClaudeboxTests() => _shell.Location = _folder.FullName;

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Without_a_terminal_it_is_an_error_before_any_engine_is_asked()
    {
        using var engine = new UnusedEngine();

        var error = Assert.Single(_shell.Run($"Enter-Claudebox -DockerHost '{engine.Address}'").AllErrors);

        Assert.StartsWith("InvalidRequest,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("terminal", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("Invoke-Claudebox", error.ToString(), StringComparison.Ordinal);
        Assert.False(engine.WasCalled);
    }

    [Fact]
    public void WhatIf_shows_the_container_of_terminals()
    {
        using var engine = new UnusedEngine();

        var result = _shell.Run($"Enter-Claudebox -WhatIf -Image 'my/image:1' -Network none -Environment @{{ MY_SECRET = 'never-shown' }} -DockerHost '{engine.Address}'");

        Assert.Empty(result.AllErrors);
        Assert.Contains("my/image:1", _shell.Host.Screen.Text, StringComparison.Ordinal);
        Assert.Contains("MY_SECRET", _shell.Host.Screen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("never-shown", _shell.Host.Screen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("_prog", _shell.Host.Screen.Text, StringComparison.Ordinal);
        Assert.Single(result.Of<WarningItem>());
        Assert.False(engine.WasCalled);
    }

    [Theory]
    [InlineData("Enter-Claudebox ./missing", "WorkspaceNotFound")]
    [InlineData("Enter-Claudebox -Mount /nowhere/at/all", "InvalidRequest")]
    [InlineData("Enter-Claudebox -SessionId x -NoContinue", "AmbiguousParameterSet")]
    public void What_cannot_be_is_an_error(string script, string id) =>
        Assert.StartsWith(id + ",", Assert.Single(_shell.Run(script).AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
}
