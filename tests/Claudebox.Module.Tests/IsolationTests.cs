using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;
using Claudebox.Testing.PowerShell;
using Xunit;

namespace Claudebox.Module.Tests;

public sealed class IsolationTests
{
    private const string Use = "try { Get-ClaudeboxWorkspace -DockerHost unix:///nowhere/claudebox-test.sock } catch { $_.FullyQualifiedErrorId }";

    [Fact]
    public void This_project_brings_no_assembly_of_Claudebox()
    {
        var own = Directory.EnumerateFiles(AppContext.BaseDirectory, "Claudebox.*.dll").Select(file => Path.GetFileName(file)).Order();

        Assert.Equal(["Claudebox.Module.Tests.dll", "Claudebox.Testing.PowerShell.dll", "Claudebox.Testing.dll"], own);
    }

    [Fact]
    public void Private_assemblies_live_in_a_load_context_of_their_own()
    {
        using var shell = Shell.WithModule(StagedModule.Manifest);
        shell.Run(Use);

        Assert.Empty(shell.Run("claudebox --help | Out-Null").AllErrors);

        Assert.Equal("Claudebox", ContextOf("Claudebox.CommandLine"));
        Assert.Equal("Claudebox", ContextOf("System.CommandLine"));
        Assert.Equal("Claudebox", ContextOf("Claudebox.Docker"));
        Assert.Equal("Claudebox", ContextOf("Docker.DotNet"));
        Assert.Equal("Default", ContextOf("Claudebox.Core"));
        Assert.Equal("Default", ContextOf("Claudebox.PowerShell"));
    }

    [Fact]
    public void The_modules_types_can_be_named()
    {
        using var shell = Shell.WithModule(StagedModule.Manifest);

        var names = shell.Run("[Claudebox.ClaudeboxResult].FullName; [Claudebox.Runs.RunStatus]::Cancelled");

        Assert.Equal(["Claudebox.ClaudeboxResult", "Cancelled"], names.Output.Select(item => item.ToString()));
    }

    [Fact]
    public void Importing_again_and_removing_work()
    {
        using var shell = Shell.WithModule(StagedModule.Manifest);

        var result = shell.Run($"""
            Import-Module '{StagedModule.Manifest}' -Force
            Import-Module '{StagedModule.Manifest}' -Force
            {Use}
            Remove-Module Claudebox
            (Get-Command Invoke-Claudebox -ErrorAction Ignore) -eq $null
            Import-Module '{StagedModule.Manifest}'
            {Use}
            (Get-Command Invoke-Claudebox).Name
            """);

        const string Failure = "DockerUnavailable,Claudebox.PowerShell.Commands.GetClaudeboxWorkspaceCommand";
        Assert.Empty(result.AllErrors);
        Assert.Equal([Failure, "True", Failure, "Invoke-Claudebox"], result.Output.Select(item => item.ToString()));
        Assert.Single(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name == "Claudebox.Docker");
    }

    [Fact]
    public async Task Eight_runspaces_at_once_share_one_context()
    {
        using var barrier = new Barrier(8);
        var errors = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                using var shell = Shell.WithModule(StagedModule.Manifest);
                barrier.SignalAndWait(TimeSpan.FromMinutes(2));
                return Assert.Single(shell.Run(Use).Output).ToString();
            },
            TaskCreationOptions.LongRunning)));

        Assert.All(errors, id => Assert.StartsWith("DockerUnavailable,", id, StringComparison.Ordinal));
        Assert.Single(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name == "Claudebox.Docker");
    }

    [Fact]
    public void No_private_type_is_in_the_shape_of_a_public_one()
    {
        using var shell = Shell.WithModule(StagedModule.Manifest);
        var offences =
            from type in ManifestTests.ModuleAssembly().GetExportedTypes()
            from seen in Shape(type)
            from part in Parts(seen.Type)
            where part.Assembly.GetName().Name is "Claudebox.Docker" or "Claudebox.CommandLine" or "Docker.DotNet" or "System.CommandLine"
            where seen.Always || part.IsValueType
            select $"{type.FullName}: {part.FullName}";

        Assert.Empty(offences);
    }

    // Import looks at these before the private assemblies can be found; fields of classes are not resolved then.
    private static IEnumerable<(Type Type, bool Always)> Shape(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        for (var up = type.BaseType; up is not null; up = up.BaseType)
        {
            yield return (up, true);
        }

        foreach (var item in type.GetInterfaces())
        {
            yield return (item, true);
        }

        foreach (var method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)).Where(method => !method.IsPrivate))
        {
            foreach (var parameter in method.GetParameters())
            {
                yield return (parameter.ParameterType, true);
            }

            if (method is MethodInfo { ReturnType: var returned })
            {
                yield return (returned, true);
            }
        }

        foreach (var field in type.GetFields(All))
        {
            yield return (field.FieldType, field.IsPublic || field.FieldType.IsValueType);
        }
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type)
        : [type];

    private static string? ContextOf(string name) => AssemblyLoadContext.GetLoadContext(
        AppDomain.CurrentDomain.GetAssemblies().Single(assembly => assembly.GetName().Name == name))!.Name;
}
