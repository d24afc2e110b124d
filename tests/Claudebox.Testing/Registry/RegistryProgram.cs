using System.Diagnostics;

namespace Claudebox.Testing;

/// <summary>The program <c>docker-registry</c>: of this computer, else unpacked from Debian's package, without installing it.</summary>
internal static class RegistryProgram
{
    private const string Name = "docker-registry";
    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(200);

    /// <summary>The path of the executable; it is fetched first when it is missing.</summary>
    /// <exception cref="InvalidOperationException">It is not here and cannot be fetched.</exception>
    public static async Task<string> GetAsync()
    {
        var installed = Path.Combine("/usr/bin", Name);
        if (File.Exists(installed))
        {
            return installed;
        }

        var home = Directory.CreateDirectory(Repository.PathOf(".tools", Name)).FullName;
        var program = Path.Combine(home, "unpacked", "usr", "bin", Name);
        await using var claim = await LockAsync(Path.Combine(home, ".lock"));
        if (!File.Exists(program))
        {
            await FetchAsync(home);
        }

        return program;
    }

    private static async Task FetchAsync(string home)
    {
        var scratch = Directory.CreateDirectory(Path.Combine(home, $".fetch-{Guid.NewGuid():N}")).FullName;
        try
        {
            // Package lists may be missing or old.
            if (await RunAsync(scratch, "apt-get", "download", "-qq", Name) is not null)
            {
                await RunAsync(scratch, "apt-get", "update", "-qq");
                Require(await RunAsync(scratch, "apt-get", "download", "-qq", Name));
            }

            var unpacked = Path.Combine(scratch, "unpacked");
            Require(await RunAsync(scratch, "dpkg-deb", "-x", Directory.GetFiles(scratch, "*.deb").Single(), unpacked));
            Directory.Move(unpacked, Path.Combine(home, "unpacked"));
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static void Require(string? problem)
    {
        if (problem is not null)
        {
            throw new InvalidOperationException($"These tests need the program {Name}, and Debian's package cannot be fetched: {problem}");
        }
    }

    /// <returns>What went wrong; null when it worked.</returns>
    private static async Task<string?> RunAsync(string folder, string program, params string[] arguments)
    {
        // Without APT's own sandbox, whose user cannot write to our folder.
        string[] all = program == "apt-get" ? ["-o", "APT::Sandbox::User=root", .. arguments] : arguments;
        using var process = Process.Start(new ProcessStartInfo(program, all) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await output;
        return process.ExitCode == 0 ? null : $"{program} ended with {process.ExitCode}: {error}";
    }

    private static async Task<FileStream> LockAsync(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(LockPoll);
            }
        }
    }
}
