namespace Claudebox.Build;

/// <summary>The module as PowerShell imports it: <c>output/Claudebox/VERSION</c>.</summary>
public sealed class ModuleFolder(Repository repository, Notices notices)
{
    private static readonly string[] Public = ["Claudebox.PowerShell.dll", "Claudebox.Core.dll"];

    /// <summary>Stages it anew around an image context that is staged already.</summary>
    /// <exception cref="BuildException">Publishing failed.</exception>
    public async Task StageAsync(ImageContext context)
    {
        var cmdlets = await PublishAsync("Claudebox.PowerShell");
        var privately = await PublishAsync("Claudebox.CommandLine");

        var module = repository.FreshOutput("Claudebox", repository.Version);
        File.Copy(repository.At("Claudebox.psd1"), Path.Combine(module, "Claudebox.psd1"));
        Repository.Copy(repository.At("module"), module);
        foreach (var file in (string[])[repository.At("LICENSE"), notices.Path])
        {
            File.Copy(file, Path.Combine(module, Path.GetFileName(file)));
        }
        foreach (var name in Public)
        {
            File.Copy(Path.Combine(cmdlets, name), Path.Combine(module, name));
        }
        // What the cmdlets load into a context of their own. Claudebox.Core must not be there: its types would exist twice.
        var deps = Directory.CreateDirectory(Path.Combine(module, "deps")).FullName;
        foreach (var file in Directory.EnumerateFiles(privately, "*.dll").Where(file => Path.GetFileName(file) != "Claudebox.Core.dll"))
        {
            File.Copy(file, Path.Combine(deps, Path.GetFileName(file)));
        }
        Repository.Copy(context.Directory, Path.Combine(module, "image"));
    }

    private async Task<string> PublishAsync(string project)
    {
        var published = repository.FreshOutput("publish", project);
        await Tool.RequireAsync(
            "dotnet", "publish", repository.At("src", project, $"{project}.csproj"), "-c", "Release", "-f", "net8.0", "-v", "quiet", "-o", published, $"-p:Notices={notices.Path}");
        return published;
    }
}
