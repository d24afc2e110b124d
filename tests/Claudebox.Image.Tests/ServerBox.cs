using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Claudebox.Testing;

namespace Claudebox.Image.Tests;

/// <summary>A server container as a user starts it, with Docker alone, and the directories that it mounts; all removed at the end.</summary>
internal sealed class ServerBox : IAsyncDisposable
{
    /// <summary>The API's token.</summary>
    public const string Token = "your-secret-token";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("claudebox-server-");
    private HttpClient? _http;

    public ServerBox(string owner)
    {
        File.SetUnixFileMode(_root.FullName, File.GetUnixFileMode(_root.FullName) | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
        Workspaces = _root.CreateSubdirectory("projects").FullName;
        Data = _root.CreateSubdirectory("data").FullName;
        HostFiles.ChangeOwner(owner, Workspaces);
        HostFiles.ChangeOwner(owner, Data);
    }

    public string Workspaces { get; }

    public string Data { get; }

    /// <summary>A file beside them.</summary>
    public string FileBeside(string name) => Path.Combine(_root.FullName, name);

    /// <summary>The container.</summary>
    public string Id { get; private set; } = "";

    /// <summary>The API.</summary>
    public HttpClient Http => _http ?? throw new InvalidOperationException("The box is not open.");

    /// <summary>The variables of the announcement, and where the model is.</summary>
    public static IReadOnlyList<string> Variables(ImageFixture image) =>
    [
        "CLAUDE_MODE_API=1", $"CLAUDE_MODE_API_TOKEN={Token}", "CLAUDE_CODE_OAUTH_TOKEN=sk-ant-oat01-xxx",
        "ANTHROPIC_BASE_URL=" + ContainerHost.BaseUrlInside(image.Simulator), $"NO_PROXY={ContainerHost.Name}",
    ];

    /// <summary>Starts the container with the announcement's environment and mounts.</summary>
    public async Task<ServerBox> StartAsync(ImageFixture image, params string[] options)
    {
        Id = (await DockerCli.RunAsync(
        [
            "run", "--detach", "--publish", "127.0.0.1::8080", "--add-host", $"{ContainerHost.Name}:host-gateway",
            .. Variables(image).SelectMany(variable => new[] { "--env", variable }),
            "--volume", $"{Data}:/home/claude/.claude", "--volume", $"{Workspaces}:/workspaces",
            "--volume", "/var/run/docker.sock:/var/run/docker.sock",
            .. options, ImageFixture.Image,
        ])).Trim();
        await ConnectAsync();
        return this;
    }

    /// <summary>Takes over a container that something else started.</summary>
    public async Task AdoptAsync(string id)
    {
        Id = id;
        await ConnectAsync();
    }

    /// <summary>Finds the published port and waits for the server.</summary>
    public async Task ConnectAsync()
    {
        var port = (await DockerCli.RunAsync("port", Id, "8080/tcp")).Split('\n')[0].Trim().Split(':')[^1];
        _http?.Dispose();
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")),
            Timeout = Patience,
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                using var response = await _http.GetAsync("/health", limit.Token);
                response.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, limit.Token);
            }
        }
    }

    /// <summary>Posts a prompt.</summary>
    public async Task<JsonNode> RunAsync(string prompt, string workspace, params (string Name, JsonNode Value)[] fields)
    {
        var request = new JsonObject { ["prompt"] = prompt, ["workspace"] = workspace, ["createWorkspace"] = true };
        foreach (var (name, value) in fields)
        {
            request[name] = value;
        }

        using var response = await Http.PostAsync("/run", new StringContent(request.ToJsonString(), Encoding.UTF8, "application/json"));
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    /// <summary>What the agent sees when it runs a command with its Bash tool.</summary>
    public async Task<string> BashAsync(string command, string workspace)
    {
        var answer = await RunAsync(new ScenarioWord("bash").With("command", command).ToString(), workspace, ("outputFormat", "json-verbose"));
        return answer["turns"]![1]!["content"]![0]!["content"]!.GetValue<string>();
    }

    /// <summary>Waits until a part of what <c>docker inspect</c> tells has a value.</summary>
    public async Task WaitForAsync(string template, string value)
    {
        using var limit = new CancellationTokenSource(Patience);
        while ((await DockerCli.RunAsync("inspect", "--format", template, Id)).Trim() != value)
        {
            await Task.Delay(100, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (Id.Length > 0)
        {
            await DockerCli.TryAsync("rm", "--force", "--volumes", Id);
        }

        _root.Delete(recursive: true);
    }
}
