using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Claudebox.Testing;

/// <summary>A real registry (Docker's own, from Debian's package) on loopback, which engines use without TLS.</summary>
public sealed class RegistryServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private RegistryServer(Process process, DirectoryInfo folder, int port)
    {
        (_process, _folder) = (process, folder);
        Address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
    }

    /// <summary>What the names of its images begin with.</summary>
    public string Address { get; }

    /// <summary>Starts a registry.</summary>
    /// <param name="passwords">Lines of an htpasswd file with bcrypt hashes; null lets everybody in.</param>
    /// <exception cref="InvalidOperationException">The program cannot be had, or does not start.</exception>
    public static async Task<RegistryServer> StartAsync(string? passwords = null)
    {
        var program = await RegistryProgram.GetAsync();
        var folder = Directory.CreateTempSubdirectory("claudebox-registry-");
        var port = FreePort();
        var authentication = "";
        if (passwords is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "htpasswd"), passwords);
            authentication = $"auth:\n  htpasswd:\n    realm: tests\n    path: {folder.FullName}/htpasswd\n";
        }

        var configuration = Path.Combine(folder.FullName, "config.yml");
        await File.WriteAllTextAsync(
            configuration,
            string.Create(CultureInfo.InvariantCulture, $"version: 0.1\nlog:\n  level: error\nstorage:\n  filesystem:\n    rootdirectory: {folder.FullName}/data\nhttp:\n  addr: 127.0.0.1:{port}\n{authentication}"));
        var process = Process.Start(new ProcessStartInfo(program, ["serve", configuration]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _ = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var registry = new RegistryServer(process, folder, port);
        try
        {
            await registry.WaitAsync();
            return registry;
        }
        catch
        {
            await registry.DisposeAsync();
            throw new InvalidOperationException($"The registry does not start: {await error}");
        }
    }

    /// <summary>Ends the registry; its images go with it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitAsync()
    {
        using var http = new HttpClient();
        using var limit = new CancellationTokenSource(StartLimit);
        while (true)
        {
            try
            {
                // With passwords it answers 401, which is an answer.
                using var response = await http.GetAsync(new Uri($"http://{Address}/v2/"), limit.Token);
                return;
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                await Task.Delay(50, limit.Token);
            }
        }
    }
}
