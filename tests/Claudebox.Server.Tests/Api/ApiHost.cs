using System.Globalization;
using System.Text.RegularExpressions;
using Claudebox.Testing;

namespace Claudebox.Server.Tests.Api;

/// <summary>A server as the announcement's compose file starts it: the API on a TCP port, the token and Claude's credentials in the environment.</summary>
public sealed partial class ApiHost : IAsyncDisposable
{
    /// <summary>The API's token; it must never appear in an answer, a log or a file.</summary>
    public const string Token = "api-token-DO-NOT-LEAK-8d1c+/=";

    private ApiHost(ServerHost server) => Server = server;

    /// <summary>The process.</summary>
    public ServerHost Server { get; }

    /// <summary>The simulated model.</summary>
    public ModelSimulator Model => Server.Model;

    /// <summary>The root of workspaces.</summary>
    public string Root => Server.Workspace;

    /// <summary>The port that the server said it listens on last.</summary>
    public int Port => int.Parse(PortInLog().Matches(Server.Log)[^1].Groups[1].Value, CultureInfo.InvariantCulture);

    /// <summary>Starts a server with the token.</summary>
    public static Task<ApiHost> StartAsync(params (string Name, string Value)[] settings) => StartAsync(prepare: null, settings);

    /// <summary>Starts a server with the token.</summary>
    /// <param name="prepare">Changes the folders (workspaces, data) before it starts.</param>
    /// <param name="settings">More of its environment, or other values.</param>
    public static async Task<ApiHost> StartAsync(Action<string, string>? prepare, params (string Name, string Value)[] settings)
    {
        var server = await ServerHost.StartAsync(prepare,
        [
            ("CLAUDEBOX_ROLE", ""),
            ("CLAUDEBOX_WORKSPACES", ServerHost.InRoot("workspace")),
            ("CLAUDE_MODE_API", "1"),
            ("CLAUDE_MODE_API_PORT", "0"),
            ("CLAUDE_MODE_API_TOKEN", Token),
            ("ANTHROPIC_API_KEY", ServerHost.ApiKey),
            ("ANTHROPIC_BASE_URL", ServerHost.ModelUrl),
            .. settings,
        ]);
        return new ApiHost(server);
    }

    /// <summary>Starts a server with a script in Claude Code's place, for what needs many or strange runs.</summary>
    public static Task<ApiHost> StartDoubleAsync(string script, params (string Name, string Value)[] settings) => StartAsync(
        (workspace, _) =>
        {
            var path = Path.Combine(Path.GetDirectoryName(workspace)!, "claude-double");
            File.WriteAllText(path, "#!/bin/bash\n" + script + "\n");
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        },
        [("CLAUDEBOX_CLAUDE_PATH", ServerHost.InRoot("claude-double")), .. settings]);

    /// <summary>A client.</summary>
    /// <param name="token">Its token; null for none.</param>
    public ApiClient Connect(string? token = Token) => new(Port, token);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Server.DisposeAsync();

    [GeneratedRegex(@"The HTTP API listens on port (\d+)\.")]
    private static partial Regex PortInLog();
}

/// <summary>One API server for the tests of a class that leave it as they found it; each uses workspaces of its own.</summary>
public sealed class SharedApi : IAsyncLifetime
{
    private ApiHost? _host;

    /// <summary>The server.</summary>
    public ApiHost Host => _host!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _host = await ApiHost.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
