using System.Text.Json;

namespace Claudebox.Build;

/// <summary>The licence notices of third parties, as every package carries them.</summary>
public sealed class Notices(Repository repository)
{
    private const string Name = "THIRD-PARTY-NOTICES.txt";
    private static readonly string[] Frameworks = ["netcore", "aspnetcore"];
    private static readonly string[] Architectures = ["x64", "arm64"];

    /// <summary>The complete notices; <see cref="MakeAsync"/> makes them.</summary>
    public string Path { get; } = repository.At("output", "notices", Name);

    /// <summary>Appends the notices of the .NET runtime, which lies in the server, to those of the repository.</summary>
    /// <exception cref="BuildException">They are not there; publishing the server fetches them.</exception>
    public async Task MakeAsync()
    {
        var text = await File.ReadAllTextAsync(repository.At(Name));
        var (root, version) = await RuntimePackAsync();
        // They are the same for all architectures.
        foreach (var runtime in Frameworks.Select(framework => Find(root, framework, version)))
        {
            foreach (var file in (string[])["LICENSE.TXT", "THIRD-PARTY-NOTICES.TXT"])
            {
                var line = new string('=', 80);
                text += $"\n\n{line}\n{System.IO.Path.GetRelativePath(root, runtime)}: {file}\n{line}\n\n{await ReadAsync(runtime, file)}";
            }
        }
        repository.FreshOutput("notices");
        await File.WriteAllTextAsync(Path, text.ReplaceLineEndings("\n"));
    }

    private async Task<(string Root, string Version)> RuntimePackAsync()
    {
        var project = repository.At("src", "Claudebox.Server", "Claudebox.Server.csproj");
        var (code, text) = await Tool.CaptureAsync(
            TimeSpan.FromMinutes(2), "dotnet", "msbuild", project, "-getProperty:NuGetPackageRoot", "-getProperty:BundledNETCoreAppPackageVersion");
        if (code != 0)
        {
            throw new BuildException($"The folder of NuGet packages is not known: {text}");
        }
        using var answer = JsonDocument.Parse(text);
        var properties = answer.RootElement.GetProperty("Properties");
        return (properties.GetProperty("NuGetPackageRoot").GetString()!, properties.GetProperty("BundledNETCoreAppPackageVersion").GetString()!);
    }

    private static string Find(string root, string framework, string version) =>
        Architectures.Select(architecture => System.IO.Path.Combine(root, $"microsoft.{framework}.app.runtime.linux-{architecture}", version)).FirstOrDefault(Directory.Exists)
            ?? throw new BuildException($"The runtime pack {framework} {version} is not in {root}.");

    // The packs do not agree about the case of the names.
    private static async Task<string> ReadAsync(string folder, string name) =>
        Directory.EnumerateFiles(folder).FirstOrDefault(file => System.IO.Path.GetFileName(file).Equals(name, StringComparison.OrdinalIgnoreCase)) is { } path
            ? await File.ReadAllTextAsync(path)
            : throw new BuildException($"There is no {name} in {folder}.");
}
