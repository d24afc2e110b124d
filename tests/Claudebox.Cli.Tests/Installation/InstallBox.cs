using Claudebox.Cli.Tests.Support;
using Claudebox.Testing;

namespace Claudebox.Cli.Tests.Installation;

/// <summary>A user's home, in which the single file installs itself: with variables of its own and nothing of this computer's.</summary>
internal sealed class InstallBox : IAsyncDisposable
{
    /// <summary>A uid that nobody has.</summary>
    public const string Nobody = "61234";

    private readonly CommandFixture _fixture;
    private readonly List<string> _images = [];
    private readonly List<IAsyncDisposable> _owned = [];

    public InstallBox(CommandFixture fixture)
    {
        _fixture = fixture;
        Id = Guid.NewGuid().ToString("N")[..12];
        Home = Directory.CreateDirectory(Path.Combine(fixture.Root, Id)).FullName;
        File.SetUnixFileMode(fixture.Root, File.GetUnixFileMode(fixture.Root) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        Variables = new(StringComparer.Ordinal)
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["HOME"] = Home,
            ["CLAUDEBOX_IMAGE"] = CommandFixture.Image,
            ["CLAUDEBOX_INSTALL_DIR"] = Path.Combine(Home, "bin"),
            ["ANTHROPIC_API_KEY"] = CommandBox.ApiKey,
            ["ANTHROPIC_BASE_URL"] = ContainerHost.BaseUrlInside(fixture.Model),
            ["NO_PROXY"] = "*",
        };
        if (Environment.GetEnvironmentVariable("DOCKER_HOST") is { } engine)
        {
            Variables["DOCKER_HOST"] = engine;
        }
    }

    /// <summary>The single file under test: <c>dotnet run build.cs command</c> makes it.</summary>
    public static string SingleFile
    {
        get
        {
            var path = Repository.PathOf("output", "cli", FileName);
            return File.Exists(path) ? path : throw new InvalidOperationException($"There is no {path}; make it with: dotnet run build.cs command");
        }
    }

    /// <summary>The name of this computer's single file.</summary>
    public static string FileName { get; } =
        $"claudebox-linux-{System.Runtime.InteropServices.RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    /// <summary>A text that is in the names of all that this test makes.</summary>
    public string Id { get; }

    public string Home { get; }

    public Dictionary<string, string> Variables { get; }

    /// <summary>Where the command is installed.</summary>
    public string Command => In("bin", "claudebox");

    public string Configuration => In(".config", "claudebox", "config.json");

    public ModelSimulator Model => _fixture.Model;

    /// <summary>A path below the home.</summary>
    public string In(params string[] parts) => Path.Combine([Home, .. parts]);

    /// <summary>Runs the single file.</summary>
    public Task<ProgramResult> RunAsync(params string[] arguments) => ExecuteAsync(SingleFile, arguments);

    /// <summary>Runs the single file, which must succeed.</summary>
    /// <returns>Its standard output.</returns>
    public Task<string> SucceedAsync(params string[] arguments) => SucceedAsync(RunAsync(arguments));

    /// <summary>Expects success.</summary>
    public static async Task<string> SucceedAsync(Task<ProgramResult> run)
    {
        var result = await run;
        Assert.True(result.ExitCode == 0, $"Exit code {result.ExitCode}: {result.Error}{result.Output}");
        return result.Output;
    }

    /// <summary>Runs a program in the home, with nothing on its standard input.</summary>
    public Task<ProgramResult> ExecuteAsync(string program, params string[] arguments) => ExecuteAsync(program, ReadOnlyMemory<byte>.Empty, arguments);

    /// <summary>Runs a program in the home.</summary>
    public async Task<ProgramResult> ExecuteAsync(string program, ReadOnlyMemory<byte> input, params string[] arguments)
    {
        await using var run = ProgramRun.Start(program, arguments, Home, Variables);
        try
        {
            await run.Input.WriteAsync(input);
        }
        catch (IOException)
        {
            // It ended without reading all, which its result tells.
        }

        run.Input.Close();
        return await run.WaitAsync();
    }

    /// <summary>Runs a program as a user without rights, who may use the engine and owns the home.</summary>
    public async Task<ProgramResult> ExecuteAsNobodyAsync(string program, params string[] arguments)
    {
        var chown = await ExecuteAsync("/usr/bin/chown", "--recursive", $"{Nobody}:{Nobody}", Home);
        Assert.True(chown.ExitCode == 0, chown.Error);
        var group = (await ExecuteAsync("/usr/bin/stat", "--dereference", "--format=%g", "/var/run/docker.sock")).Output.Trim();
        return await ExecuteAsync("/usr/bin/setpriv", ["--reuid", Nobody, "--regid", Nobody, "--groups", group, "--", program, .. arguments]);
    }

    /// <summary>Writes a file below the home.</summary>
    public string MakeFile(string name, string content, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        var path = In(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        File.SetUnixFileMode(path, mode);
        return path;
    }

    /// <summary>The mode of a file or folder below the home, as people write it.</summary>
    public string ModeOf(params string[] parts) => Convert.ToString((int)File.GetUnixFileMode(In(parts)), 8);

    /// <summary>Lets the command see an engine on which only this test's containers are.</summary>
    public async Task UseOwnViewAsync(params (string Asked, string Known)[] names)
    {
        var view = await EngineView.OpenAsync(In("engine.sock"), Id, names);
        _owned.Add(view);
        Variables["DOCKER_HOST"] = view.Address;
    }

    /// <summary>Makes an image that passes for one of ours and holds nothing.</summary>
    /// <returns>Its name.</returns>
    public async Task<string> MakeImageAsync(string generation, string? name = null)
    {
        name ??= NewImageName();
        var archive = In("empty.tar");
        await using (var file = File.Create(archive))
        await using (var tar = new System.Formats.Tar.TarWriter(file))
        {
            await tar.WriteEntryAsync(new System.Formats.Tar.PaxTarEntry(System.Formats.Tar.TarEntryType.RegularFile, "generation")
            {
                DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Id + generation)),
            });
        }

        await DockerCli.RunAsync(
            "import", "--change", "CMD [\"/nothing\"]", "--change", $"LABEL claudebox.version={generation} claudebox.protocol=1 claudebox.claude-code=9.9.{generation}", archive, name);
        return name;
    }

    /// <summary>Reserves the name of an image that is removed at the end.</summary>
    public string NewImageName(string? name = null)
    {
        name ??= $"claudebox-cli-tests:{Id}-{_images.Count}";
        _images.Add(name);
        return name;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var item in _owned)
        {
            await item.DisposeAsync();
        }

        var containers = (await DockerCli.RunAsync("ps", "--all", "--format", "{{.ID}} {{.Names}} {{.Label \"claudebox.workspace\"}}"))
            .Split('\n').Where(line => line.Contains(Id, StringComparison.Ordinal)).Select(line => line.Split(' ')[0]).ToList();
        if (containers.Count > 0)
        {
            await DockerCli.RunAsync(["rm", "--force", "--volumes", .. containers]);
        }

        foreach (var image in _images)
        {
            await DockerCli.TryAsync("image", "rm", "--force", image);
        }

        // Each holds copies of the single file.
        Directory.Delete(Home, recursive: true);
    }
}
