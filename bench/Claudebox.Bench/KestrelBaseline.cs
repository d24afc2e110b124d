using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Claudebox.Bench;

/// <summary>What the least would cost: an endpoint that answers two letters, and static files, in Kestrel and nothing else.</summary>
internal static class KestrelBaseline
{
    /// <summary>Serves until killed; prints the port as the server does.</summary>
    /// <param name="folder">The static files.</param>
    public static async Task<int> RunAsync(string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenAnyIP(0));
        await using var app = builder.Build();
        app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(folder), RequestPath = "/files" });
        app.MapGet("/health", () => "ok");
        await app.StartAsync();
        Console.WriteLine($"port {new Uri(app.Urls.First()).Port}.");
        await app.WaitForShutdownAsync();
        return 0;
    }
}
