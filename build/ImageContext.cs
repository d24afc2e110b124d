using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Claudebox.Build;

/// <summary>The directory that the image is built from: the files of <c>image/</c> and the published server.</summary>
public sealed class ImageContext(Repository repository, Notices notices)
{
    private const string Manifest = "context.json";
    private const string CaFolder = "ca";
    private const string ServerFolder = "server";

    /// <summary>Where it is staged.</summary>
    public string Directory { get; } = repository.At("output", "image");

    /// <summary>Stages it anew.</summary>
    /// <param name="architectures">The architectures to publish the server for: <c>x64</c>, <c>arm64</c>.</param>
    /// <param name="caBundle">A CA bundle to put into it, or null.</param>
    /// <exception cref="BuildException">Publishing failed, or gave more than the one file.</exception>
    public async Task StageAsync(IReadOnlyList<string> architectures, string? caBundle)
    {
        repository.FreshOutput("image");
        Repository.Copy(repository.At("image"), Directory);
        foreach (var architecture in architectures)
        {
            await PublishServerAsync(architecture);
        }
        await notices.MakeAsync();
        File.Copy(repository.At("LICENSE"), Path.Combine(Directory, "LICENSE"));
        File.Copy(notices.Path, Path.Combine(Directory, Path.GetFileName(notices.Path)));
        if (caBundle is not null)
        {
            var folder = System.IO.Directory.CreateDirectory(Path.Combine(Directory, CaFolder)).FullName;
            File.Copy(caBundle, Path.Combine(folder, "host.crt"));
        }
        await WriteManifestAsync(architectures);
    }

    /// <summary>The labels of an image that is built from it: what <c>ImageLabels</c> of Claudebox.Docker reads.</summary>
    /// <param name="architecture">The engine's architecture.</param>
    public async Task<IReadOnlyList<string>> LabelsAsync(string architecture)
    {
        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Directory, Manifest)));
        var digest = manifest.RootElement.GetProperty("digests").GetProperty(architecture).GetString();
        return [$"claudebox.context={digest}", $"claudebox.claude-code={manifest.RootElement.GetProperty("claudeCode").GetString()}"];
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
        var target = System.IO.Directory.CreateDirectory(Path.Combine(Directory, ServerFolder, rid)).FullName;
        File.Copy(Path.Combine(published, "claudebox-server"), Path.Combine(target, "claudebox-server"));
    }

    // By the digest an update knows whether an image was built from this context: for each architecture, over all that goes into it.
    private async Task WriteManifestAsync(IReadOnlyList<string> architectures)
    {
        var digests = new JsonObject();
        foreach (var architecture in architectures)
        {
            digests[architecture] = await DigestAsync(architecture);
        }
        var manifest = new JsonObject
        {
            ["claudeCode"] = (await File.ReadAllTextAsync(repository.At("image", "claude-code.version"))).Trim(),
            ["digests"] = digests,
        };
        await File.WriteAllTextAsync(Path.Combine(Directory, Manifest), manifest.ToJsonString() + "\n");
    }

    private async Task<string> DigestAsync(string architecture)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in System.IO.Directory.EnumerateFiles(Directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(Directory, path).Replace('\\', '/');
            var isServer = name.StartsWith(ServerFolder + "/", StringComparison.Ordinal);
            if (name.StartsWith(CaFolder + "/", StringComparison.Ordinal) || (isServer && !name.Contains($"/linux-{architecture}/", StringComparison.Ordinal)))
            {
                continue;
            }
            await using var file = File.OpenRead(path);
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\0{Convert.ToHexStringLower(await SHA256.HashDataAsync(file))}\n"));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
