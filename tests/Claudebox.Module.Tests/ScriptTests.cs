using System.Management.Automation.Language;

namespace Claudebox.Module.Tests;

public sealed class ScriptTests
{
    public static TheoryData<string> Scripts => [.. new[] { "Claudebox.psd1", "build.ps1", "install.ps1", "module/Claudebox.psm1", "tests/pester/Claudebox.Tests.ps1" }];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_is_understood_by_PowerShell(string path)
    {
        Parser.ParseFile(Path.Combine(StagedModule.Repository, path), out _, out var errors);

        Assert.Empty(errors);
    }
}
