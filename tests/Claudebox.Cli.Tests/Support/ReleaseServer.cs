using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Claudebox.Cli.Tests.Support;

/// <summary>A web server on loopback with files of a release, which can be made to serve them badly.</summary>
public sealed class ReleaseServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Dictionary<string, (string? Path, byte[]? Content)> _files = [];
    private readonly HashSet<string> _cutShort = [];

    private ReleaseServer(WebApplication app) => _app = app;

    /// <summary>The address below which the files lie.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The names that were asked for.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Requests { get; } = [];

    public static async Task<ReleaseServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var server = new ReleaseServer(app);
        app.MapGet("/release/{name}", server.ServeAsync);
        await app.StartAsync();
        server.Address = app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/release";
        return server;
    }

    /// <summary>Serves a file, and lists it in <c>SHA256SUMS</c>.</summary>
    public async Task AddAsync(string name, string path)
    {
        await using var content = File.OpenRead(path);
        Add(name, path, null, Convert.ToHexStringLower(await SHA256.HashDataAsync(content)));
    }

    /// <summary>Serves bytes, and lists them in <c>SHA256SUMS</c>.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="digest">The checksum to list instead of the true one.</param>
    public void Add(string name, byte[] content, string? digest = null) => Add(name, null, content, digest ?? Convert.ToHexStringLower(SHA256.HashData(content)));

    /// <summary>Serves bytes without listing them.</summary>
    public void AddUnlisted(string name, byte[] content) => _files[name] = (null, content);

    /// <summary>Closes the connection in the middle of a file.</summary>
    public void CutShort(string name) => _cutShort.Add(name);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void Add(string name, string? path, byte[]? content, string digest)
    {
        _files[name] = (path, content);
        var before = _files.TryGetValue("SHA256SUMS", out var sums) ? System.Text.Encoding.ASCII.GetString(sums.Content!) : "";
        var others = before.Split('\n').Where(line => line.Length > 0 && !line.EndsWith("  " + name, StringComparison.Ordinal));
        _files["SHA256SUMS"] = (null, System.Text.Encoding.ASCII.GetBytes(string.Concat(others.Append($"{digest}  {name}").Select(line => line + "\n"))));
    }

    private async Task ServeAsync(HttpContext context, string name)
    {
        Requests.Enqueue(name);
        if (!_files.TryGetValue(name, out var file))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await using Stream content = file.Path is null ? new MemoryStream(file.Content!) : File.OpenRead(file.Path);
        context.Response.ContentLength = content.Length;
        if (!_cutShort.Contains(name))
        {
            await content.CopyToAsync(context.Response.Body);
            return;
        }

        var half = new byte[content.Length / 2];
        await content.ReadExactlyAsync(half);
        await context.Response.Body.WriteAsync(half);
        await context.Response.Body.FlushAsync();
        context.Features.Get<IHttpRequestLifetimeFeature>()!.Abort();
    }
}
