using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;
using Claudebox.Testing.PowerShell;
using Xunit;

namespace Claudebox.Module.Tests;

public sealed class ManifestTests : IDisposable
{
    private static readonly string[] CommonParameters =
    [
        "Verbose", "Debug", "ErrorAction", "WarningAction", "InformationAction", "ProgressAction", "ErrorVariable",
        "WarningVariable", "InformationVariable", "OutVariable", "OutBuffer", "PipelineVariable",
    ];

    private const string EngineOfTheFunction = "Invoke-ClaudeboxCommandLine";

    private readonly Shell _shell = Shell.WithModule(StagedModule.Manifest);

    public static TheoryData<string> Cmdlets => [.. Help().Keys];

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void The_manifest_is_valid()
    {
        var result = _shell.Run($"Test-ModuleManifest '{StagedModule.Manifest}'");

        Assert.Empty(result.AllErrors);
        var module = Assert.IsType<PSModuleInfo>(Assert.Single(result.Output).BaseObject);
        Assert.Equal(new Version(7, 4), module.PowerShellVersion);
        Assert.Equal(Path.GetFileName(StagedModule.Folder), module.Version.ToString());
    }

    [Fact]
    public void Exports_manifest_classes_and_help_are_the_same_cmdlets()
    {
        var exported = Names("(Get-Module Claudebox).ExportedCmdlets.Keys");
        var listed = Names($"(Test-ModuleManifest '{StagedModule.Manifest}').ExportedCmdlets.Keys");
        var classes = CmdletTypes()
            .Select(type => type.GetCustomAttributesData().Single(data => data.AttributeType.Name == nameof(CmdletAttribute)))
            .Select(data => $"{data.ConstructorArguments[0].Value}-{data.ConstructorArguments[1].Value}")
            .Where(name => name != EngineOfTheFunction)
            .ToHashSet();

        Assert.NotEmpty(exported);
        Assert.Equal(exported, listed);
        Assert.Equal(exported, classes);
        Assert.Equal(exported, Help().Keys.ToHashSet());
    }

    [Fact]
    public void The_only_function_is_the_command_and_what_it_calls_is_not_exported()
    {
        Assert.Equal(["claudebox"], Names("(Get-Module Claudebox).ExportedFunctions.Keys"));
        Assert.Equal(["claudebox"], Names($"(Test-ModuleManifest '{StagedModule.Manifest}').ExportedFunctions.Keys"));
        Assert.Empty(Names($"Get-Command {EngineOfTheFunction} -ErrorAction Ignore"));
        Assert.Empty(Names("(Get-Command claudebox).Parameters.Keys"));
        Assert.Equal("The command claudebox, inside PowerShell.", Assert.Single(_shell.Run("(Get-Help claudebox).Synopsis").Output).ToString());
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Help_tells_of_every_parameter_and_has_two_examples(string cmdlet)
    {
        var info = Assert.IsType<CmdletInfo>(Assert.Single(_shell.Run($"Get-Command {cmdlet}").Output).BaseObject);
        var help = Help()[cmdlet];

        Assert.Equal(
            info.Parameters.Keys.Except(CommonParameters).Order(),
            Children(help, "parameters").Select(parameter => Children(parameter, "name").Single().Value).Order());
        Assert.All(Children(help, "parameters"), parameter => Assert.NotEmpty(Children(parameter, "description").Single().Value));
        Assert.True(Children(help, "examples").Count() >= 2);
        Assert.NotEmpty(Children(help, "returnValues"));

        var shown = Assert.Single(_shell.Run($"Get-Help {cmdlet} -Full").Output);
        Assert.Equal(Children(help, "details").Single(item => item.Name.LocalName == "description").Value.Trim(), shown.Properties["Synopsis"].Value.ToString()!.Trim());
    }

    [Fact]
    public void The_about_topic_is_found() =>
        Assert.Contains("Runs Claude Code", _shell.Run("Get-Help about_Claudebox").Output.Single().ToString(), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Names_and_shapes_follow_the_rules(string cmdlet)
    {
        var info = Assert.IsType<CmdletInfo>(Assert.Single(_shell.Run($"Get-Command {cmdlet}").Output).BaseObject);

        Assert.StartsWith("Claudebox", info.Noun, StringComparison.Ordinal);
        Assert.False(info.Noun.EndsWith('s'));
        Assert.True(info.ImplementingType.IsSealed);
        Assert.Equal(info.Verb + info.Noun + "Command", info.ImplementingType.Name);
        Assert.All(info.ParameterSets, set =>
        {
            Assert.InRange(set.Parameters.Count(parameter => parameter.Position >= 0), 0, 2);
            Assert.InRange(set.Parameters.Count(parameter => parameter.ValueFromPipeline), 0, 1);
        });
        var changes = info.Verb is not ("Get" or "Test" or "Wait") && cmdlet != "Receive-ClaudeboxRun";
        Assert.Equal(changes, info.Parameters.ContainsKey("WhatIf"));
    }

    [Theory]
    [InlineData("Invoke-Claudebox", "Continue, New, Resume", "Continue")]
    [InlineData("Enter-Claudebox", "Continue, New, Resume", "Continue")]
    [InlineData("Clear-ClaudeboxSession", "All, Id", "All")]
    [InlineData("Stop-ClaudeboxWorkspace", "All, Workspace", "Workspace")]
    [InlineData("Install-Claudebox", "Image, SkipImage", "Image")]
    [InlineData("Start-ClaudeboxServer", "Anonymous, Token", "Token")]
    public void Parameter_sets_are_these(string cmdlet, string sets, string standard)
    {
        var info = Assert.IsType<CmdletInfo>(Assert.Single(_shell.Run($"Get-Command {cmdlet}").Output).BaseObject);

        Assert.Equal(sets, string.Join(", ", info.ParameterSets.Select(set => set.Name).Order()));
        Assert.Equal(standard, info.ParameterSets.Single(set => set.IsDefault).Name);
    }

    [Fact]
    public void Nothing_that_belongs_to_PowerShell_or_the_runtime_is_shipped()
    {
        var shipped = Directory.EnumerateFiles(StagedModule.Folder, "*.dll", SearchOption.AllDirectories).Select(file => Path.GetFileName(file)!).ToList();

        Assert.DoesNotContain(shipped, name => name.StartsWith("System.Management.Automation", StringComparison.Ordinal));
        Assert.DoesNotContain(shipped, name => name is "System.Text.Json.dll" or "System.Private.CoreLib.dll" or "System.Net.Http.dll" or "netstandard.dll");
        Assert.Equal(
            ["Claudebox.Core.dll", "Claudebox.PowerShell.dll"],
            Directory.EnumerateFiles(StagedModule.Folder, "*.dll").Select(file => Path.GetFileName(file)).Order());
        Assert.False(File.Exists(Path.Combine(StagedModule.Folder, "deps", "Claudebox.Core.dll")));
    }

    internal static IReadOnlyList<Type> CmdletTypes() =>
        [.. ModuleAssembly().GetExportedTypes().Where(type => !type.IsAbstract && typeof(Cmdlet).IsAssignableFrom(type))];

    internal static Assembly ModuleAssembly() =>
        AppDomain.CurrentDomain.GetAssemblies().Single(assembly => assembly.GetName().Name == "Claudebox.PowerShell");

    private static Dictionary<string, XElement> Help() =>
        XDocument.Load(Path.Combine(StagedModule.Folder, "en-US", "Claudebox.PowerShell.dll-Help.xml")).Root!.Elements()
            .ToDictionary(command => Children(command, "details").Single(item => item.Name.LocalName == "name").Value);

    // The elements below the one of a name; or the elements of the name itself when they hold text or paragraphs.
    private static IEnumerable<XElement> Children(XElement parent, string name)
    {
        var found = parent.Elements().Where(item => item.Name.LocalName == name);
        return name is "name" or "description" ? found : found.Elements();
    }

    private HashSet<string> Names(string script) => [.. _shell.Run(script).Output.Select(item => item.ToString())];
}
