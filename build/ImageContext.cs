namespace Claudebox.Build;

/// <summary>The directory that the image is built from: the files of <c>image/</c> and the published server.</summary>
public sealed class ImageContext(Repository repository)
{
    /// <summary>Where it is staged.</summary>
    public string Directory { get; } = repository.At("output", "image");

    /// <summary>Stages it anew.</summary>
    /// <param name="architectures">The architectures to publish the server for: <c>x64</c>, <c>arm64</c>.</param>
    /// <param name="caBundle">A CA bundle to put into it, or null.</param>
    /// <exception cref="BuildException">Publishing failed, or gave more than the one file.</exception>
    public async Task StageAsync(IEnumerable<string> architectures, string? caBundle)
    {
        repository.FreshOutput("image");
        Repository.Copy(repository.At("image"), Directory);
        foreach (var architecture in architectures)
        {
            await PublishServerAsync(architecture);
        }
        if (caBundle is not null)
        {
            var folder = System.IO.Directory.CreateDirectory(Path.Combine(Directory, "ca")).FullName;
            File.Copy(caBundle, Path.Combine(folder, "host.crt"));
        }
    }

    private async Task PublishServerAsync(string architecture)
    {
        var rid = $"linux-{architecture}";
        var published = repository.FreshOutput("publish", "server", rid);
        await Tool.RequireAsync(
            "dotnet", "publish", repository.At("src", "Claudebox.Server", "Claudebox.Server.csproj"), "-c", "Release", "-v", "quiet",
            "-r", rid, "--self-contained", "-p:PublishSingleFile=true", "-o", published);
        var libraries = System.IO.Directory.GetFiles(published, "*.so");
        if (libraries.Length > 0)
        {
            throw new BuildException($"The server is not one file: {string.Join(", ", libraries.Select(Path.GetFileName))} lie beside it.");
        }
        var target = System.IO.Directory.CreateDirectory(Path.Combine(Directory, "server", rid)).FullName;
        File.Copy(Path.Combine(published, "claudebox-server"), Path.Combine(target, "claudebox-server"));
    }
}
