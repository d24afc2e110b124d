using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Claudebox.Build;

/// <summary>What <c>dotnet run build.cs TARGET</c> can do.</summary>
public sealed class Targets(Repository repository)
{
    private sealed record Target(string Name, string Help, bool PassOn, Func<BuildOptions, Task<int>> Run);

    private Target[] All =>
    [
        new("build", "compiles the solution", false, BuildAsync),
        new("test", "builds everything and runs every test [--filter NAME]", false, TestAsync),
        new("image", "builds the container image [--minimal|--full] [--registries-only] [--base IMAGE] [--ca FILE]", false, ImageAsync),
        new("module", "stages the PowerShell module below output/ [--ca FILE]", false, ModuleAsync),
        new("command", "publishes the command for this machine below output/ [--ca FILE]", false, CommandAsync),
        new("demo", "runs a prompt through a real container [arguments of the demo]", true, DemoAsync),
        new("bench", "measures our overhead [arguments of the benchmark]", true, BenchAsync),
        new("pack", "packs module, tool and single files for all systems, with checksums", false, PackAsync),
    ];

    /// <summary>Runs the target that the arguments name; none at all lists the targets.</summary>
    /// <returns>The exit code: 2 when the arguments are wrong.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0)
        {
            Console.WriteLine("Usage: dotnet run build.cs TARGET [options]");
            foreach (var target in All)
            {
                Console.WriteLine($"  {target.Name,-7} {target.Help}");
            }
            return 0;
        }
        try
        {
            var target = All.FirstOrDefault(target => target.Name == arguments[0])
                ?? throw new BuildException(
                    $"Unknown target '{arguments[0]}'. There are: {string.Join(", ", All.Select(target => target.Name))}.", 2);
            return await target.Run(BuildOptions.Parse([.. arguments.Skip(1)], target.PassOn));
        }
        catch (BuildException error)
        {
            await Console.Error.WriteLineAsync($"error: {error.Message}");
            return error.ExitCode;
        }
    }

    private async Task<int> BuildAsync(BuildOptions options)
    {
        await CompileAsync();
        return 0;
    }

    private async Task<int> TestAsync(BuildOptions options)
    {
        await EnsureEngineAsync();
        await CompileAsync();
        await PrepareAsync(options);
        await StageCommandAsync();
        Console.WriteLine("==> Test");
        return await new TestRun().RunAsync(repository, options.TestArguments);
    }

    private async Task<int> ImageAsync(BuildOptions options)
    {
        await RequireEngineAsync();
        await StageImageAsync(options);
        await BuildImageAsync(options);
        return 0;
    }

    private async Task<int> ModuleAsync(BuildOptions options)
    {
        await StageImageAsync(options, HostArchitecture);
        await StageModuleAsync();
        return 0;
    }

    private async Task<int> CommandAsync(BuildOptions options)
    {
        await StageImageAsync(options, HostArchitecture);
        await StageCommandAsync();
        return 0;
    }

    private async Task<int> PackAsync(BuildOptions options)
    {
        // Without the CA bundle of the machine that packs.
        await Step.RunAsync("Publish the server", () => Context.StageAsync(["x64", "arm64"], caBundle: null));
        await StageModuleAsync();
        var pack = repository.FreshOutput("pack");
        await Step.RunAsync("Pack the image's context", () => Commands.PackContextAsync(CompressionLevel.Optimal));
        foreach (var rid in (string[])["linux-x64", "linux-arm64", "win-x64", "osx-arm64"])
        {
            await Step.RunAsync($"Publish the command for {rid}", () => Commands.PublishAsync(rid, Path.Combine(pack, CommandName(rid))));
        }
        await Step.RunAsync("Pack the tool", () => Commands.PackToolAsync(pack));
        await Step.RunAsync("Pack the module", () => ModuleArchive.MakeAsync(repository, pack));
        await Step.RunAsync("Checksums", async () =>
        {
            foreach (var file in (string[])[repository.At("install.sh"), repository.At("install.ps1"), repository.At("LICENSE"), Notices.Path])
            {
                File.Copy(file, Path.Combine(pack, Path.GetFileName(file)));
            }
            await Checksums.WriteAsync(pack);
        });
        Console.WriteLine($"    {pack}");
        return 0;
    }

    private async Task<int> DemoAsync(BuildOptions options)
    {
        await EnsureEngineAsync();
        return await RunProjectAsync("tests", "Claudebox.Demo", options);
    }

    private async Task<int> BenchAsync(BuildOptions options)
    {
        await RequireEngineAsync();
        return await RunProjectAsync("bench", "Claudebox.Bench", options);
    }

    private async Task<int> RunProjectAsync(string folder, string project, BuildOptions options)
    {
        await PrepareAsync(options);
        Console.WriteLine($"==> {project}");
        return await Tool.RunAsync(
            "dotnet", ["run", "-c", "Release", "--project", repository.At(folder, project), "--", .. options.Rest]);
    }

    private async Task PrepareAsync(BuildOptions options)
    {
        await StageImageAsync(options);
        await BuildImageAsync(options);
        await StageModuleAsync();
    }

    private Notices Notices => new(repository);

    private ImageContext Context => new(repository, Notices);

    private CommandPackages Commands => new(repository, Context, Notices);

    private static string CommandName(string rid) => $"claudebox-{rid}{(rid.StartsWith("win", StringComparison.Ordinal) ? ".exe" : "")}";

    private static Task RequireEngineAsync() => Step.RunAsync("Docker Engine", DockerEngine.RequireAsync);

    private Task EnsureEngineAsync() => Step.RunAsync("Docker Engine", new DockerEngine(repository).EnsureAsync);

    private Task CompileAsync() => Step.RunAsync(
        "Build the solution",
        () => Tool.RequireAsync("dotnet", "build", repository.At("Claudebox.sln"), "-c", "Release", "-v", "quiet"));

    private async Task StageImageAsync(BuildOptions options, string? architecture = null)
    {
        architecture ??= await DockerEngine.ArchitectureAsync();
        await Step.RunAsync("Publish the server", () => Context.StageAsync([architecture], options.CaBundle));
    }

    // The module can be staged where no engine runs; then it is for the processor at hand.
    private static string HostArchitecture => RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";

    private Task BuildImageAsync(BuildOptions options)
    {
        var tag = $"claudebox:{repository.Version}{(options.Variant == "minimal" ? "-minimal" : "")}";
        return Step.RunAsync($"Build the image {tag}", async () =>
        {
            var from = await new BaseImage(repository).EnsureAsync(options.BaseImage);
            var registriesOnly = options.Variant == "full" && (options.RegistriesOnly || BaseImage.IsMadeHere(from));
            if (registriesOnly)
            {
                Console.WriteLine("    from package registries only: tools that are downloaded elsewhere are left out, and the image says which");
            }
            await Tool.RequireAsync(
                "docker",
                [
                    "build", "--target", options.Variant, "--build-arg", $"BASE_IMAGE={from}", "--build-arg", $"VERSION={repository.Version}",
                    .. (string[])(registriesOnly ? ["--build-arg", "REGISTRIES_ONLY=1"] : []),
                    .. (await Context.LabelsAsync(await DockerEngine.ArchitectureAsync())).SelectMany(label => (string[])["--label", label]),
                    "--tag", tag, Context.Directory,
                ]);
        });
    }

    // For this machine alone, and with the server of the engine's architecture alone: what the tests run.
    private Task StageCommandAsync()
    {
        var os = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        var target = Path.Combine(repository.Output, "cli", CommandName($"{os}-{HostArchitecture}"));
        return Step.RunAsync($"Publish the command {Path.GetRelativePath(repository.Root, target)}", async () =>
        {
            await Commands.PackContextAsync(CompressionLevel.Fastest);
            await Commands.PublishAsync($"{os}-{HostArchitecture}", target);
        });
    }

    private Task StageModuleAsync() => Step.RunAsync(
        $"Stage the module in {Path.GetRelativePath(repository.Root, repository.Module)}", () => new ModuleFolder(repository, Notices).StageAsync(Context));
}
