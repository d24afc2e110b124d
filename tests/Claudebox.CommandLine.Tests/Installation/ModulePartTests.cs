using System.IO.Compression;
using Claudebox.CommandLine.Installation;
using Claudebox.Installation;

namespace Claudebox.CommandLine.Tests.Installation;

public sealed class ModulePartTests : IDisposable
{
    private const string Manifest = "@{\n    ModuleVersion = 'VERSION'\n    GUID = '6f2d6c2e-6c0f-4a4e-9a55-0d3c8c1f7b21'\n}\n";
    private readonly TestHome _home = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Modules => _home.In("share", "powershell", "Modules");

    private string Installed => Path.Combine(Modules, "Claudebox", InstalledCommand.OwnVersion);

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_module_installs_itself_for_the_user_once()
    {
        MakeModule("unpacked");
        Directory.CreateDirectory(Installed + "/old");
        var part = new ModulePart(_home.Plan(new PackageContent { ModuleFolder = _home.In("unpacked") }));

        var first = await part.InstallAsync(leaveOut: false, Token);
        var second = await part.InstallAsync(leaveOut: false, Token);
        await File.AppendAllTextAsync(_home.In("unpacked", "deps", "a.dll"), "changed", Token);
        var third = await part.InstallAsync(leaveOut: false, Token);

        Assert.Equal((InstallStepStatus.Done, InstallStepStatus.Unchanged, InstallStepStatus.Done), (first!.Status, second!.Status, third!.Status));
        Assert.Equal("contentchanged", await File.ReadAllTextAsync(Path.Combine(Installed, "deps", "a.dll"), Token));
        Assert.Equal(["Claudebox.psd1", "deps"], Directory.EnumerateFileSystemEntries(Installed).Select(Path.GetFileName).Order());
        Assert.Equal([Installed], Directory.EnumerateFileSystemEntries(Path.Combine(Modules, "Claudebox")));
    }

    [Fact]
    public async Task The_one_that_is_there_stays_when_the_new_one_cannot_take_its_place()
    {
        MakeModule("present");

        Assert.ThrowsAny<IOException>(() => ModulePart.Replace(_home.In("missing"), _home.In("present"), _home.In("aside")));

        Assert.True(File.Exists(_home.In("present", "Claudebox.psd1")));
        Assert.False(Directory.Exists(_home.In("aside")));
        MakeModule("new");
        await File.WriteAllTextAsync(_home.In("new", "mark"), "", Token);
        ModulePart.Replace(_home.In("new"), _home.In("present"), _home.In("aside"));
        Assert.True(File.Exists(_home.In("present", "mark")));
        Assert.False(Directory.Exists(_home.In("aside")));
    }

    [Theory]
    [InlineData("share/powershell/Modules/Claudebox/0.0.7")]
    [InlineData("elsewhere/Claudebox/0.0.7")]
    public async Task A_module_where_PowerShell_finds_it_is_left_there(string folder)
    {
        MakeModule(folder);
        var plan = _home.Plan(new PackageContent { ModuleFolder = _home.In(folder) }, ("PSModulePath", _home.In("elsewhere") + ":/usr/share"));

        Assert.Equal(InstallStepStatus.Unchanged, (await new ModulePart(plan).InstallAsync(leaveOut: false, Token))!.Status);
    }

    [Fact]
    public async Task An_archive_beside_the_command_is_unpacked_where_there_is_a_PowerShell()
    {
        MakeModule($"top/Claudebox/{InstalledCommand.OwnVersion}");
        ZipFile.CreateFromDirectory(_home.In("top"), _home.In("module.zip"));
        var part = new ModulePart(_home.Plan(new PackageContent { ModuleArchive = _home.In("module.zip") }));

        var without = await part.InstallAsync(leaveOut: false, Token);
        Directory.CreateDirectory(Modules);
        var with = await part.InstallAsync(leaveOut: false, Token);

        Assert.Equal((InstallStepStatus.Skipped, InstallStepStatus.Done), (without!.Status, with!.Status));
        Assert.True(File.Exists(Path.Combine(Installed, "deps", "a.dll")));
    }

    [Fact]
    public async Task An_archive_that_is_broken_or_something_else_leaves_nothing_behind()
    {
        Directory.CreateDirectory(Modules);
        _home.MakeFile("broken.zip", "no archive");
        _home.MakeFile($"other/Claudebox/{InstalledCommand.OwnVersion}/Claudebox.psd1", "@{ ModuleVersion = '1.0' }");
        ZipFile.CreateFromDirectory(_home.In("other"), _home.In("other.zip"));

        var broken = new ModulePart(_home.Plan(new PackageContent { ModuleArchive = _home.In("broken.zip") }));
        var other = new ModulePart(_home.Plan(new PackageContent { ModuleArchive = _home.In("other.zip") }));

        await Assert.ThrowsAsync<IOException>(() => broken.InstallAsync(leaveOut: false, Token));
        Assert.Equal(InstallStepStatus.Failed, (await other.InstallAsync(leaveOut: false, Token))!.Status);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(Modules, "Claudebox")));
    }

    [Fact]
    public async Task Only_our_module_is_removed()
    {
        MakeModule("share/powershell/Modules/Claudebox/0.0.7");
        var foreign = _home.MakeFile("share/powershell/Modules/Claudebox/1.0/Claudebox.psd1", "@{ ModuleVersion = '1.0'; GUID = 'd7f1c2f0-0000-4000-8000-000000000000' }");

        var first = await new ModulePart(_home.Plan()).UninstallAsync(Token);
        var second = await new ModulePart(_home.Plan()).UninstallAsync(Token);

        Assert.Equal((InstallStepStatus.Done, InstallStepStatus.Unchanged), (first!.Status, second!.Status));
        Assert.True(File.Exists(foreign));
        Assert.False(Directory.Exists(Path.Combine(Modules, "Claudebox", "0.0.7")));
    }

    private void MakeModule(string folder)
    {
        _home.MakeFile(Path.Combine(folder, "Claudebox.psd1"), Manifest.Replace("VERSION", InstalledCommand.OwnVersion, StringComparison.Ordinal));
        _home.MakeFile(Path.Combine(folder, "deps", "a.dll"), "content");
    }
}
