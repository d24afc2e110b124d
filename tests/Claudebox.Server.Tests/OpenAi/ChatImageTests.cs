using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Claudebox.Server.Tests.Api;

namespace Claudebox.Server.Tests.OpenAi;

/// <summary>Images in chat requests, as the model gets them.</summary>
public sealed class ChatImageTests(SharedApi shared) : IClassFixture<SharedApi>, IDisposable
{
    // One pixel each.
    private const string Red = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";
    private const string Gif = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

    private readonly ApiHost _host = shared.Host;
    private readonly ChatClient _chat = new(shared.Host);

    public void Dispose() => _chat.Dispose();

    [Fact]
    public async Task A_data_URL_reaches_the_model_as_an_image_of_the_user_message_and_leaves_no_file()
    {
        var workspace = Directory.CreateDirectory(Path.Combine(_host.Root, "pictures"));
        var marker = Guid.NewGuid().ToString("N");
        var text = await _chat.AskAsync(
            ChatClient.Request(ChatClient.Message("user", new JsonArray(
                ChatClient.Text("What is this?"), ChatClient.Image("data:image/png;base64," + Red), ChatClient.Text($"[sim:text text=seen] {marker}")))),
            ("X-Claude-Workspace", "pictures"));

        Assert.Equal("seen", text);
        var image = Assert.Single(ImagesOf(marker));
        Assert.Equal("base64", image.GetProperty("type").GetString());
        Assert.Equal("image/png", image.GetProperty("media_type").GetString());
        Assert.Equal(Red, image.GetProperty("data").GetString());
        Assert.Empty(workspace.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task Images_of_a_history_stay_in_their_places()
    {
        var marker = Guid.NewGuid().ToString("N");
        await _chat.AskAsync(ChatClient.Request(
            ChatClient.Message("user", new JsonArray(ChatClient.Image("data:image/gif;base64," + Gif), ChatClient.Text("The first one."))),
            ChatClient.Message("assistant", "I see."),
            ChatClient.Message("user", new JsonArray(ChatClient.Image("data:image/png;base64," + Red), ChatClient.Text("[sim:text] " + marker)))));

        var blocks = BlocksOf(marker);
        Assert.Equal(["image/gif", "image/png"], ImagesOf(marker).Select(i => i.GetProperty("media_type").GetString()));
        var types = blocks.Where(b => !IsReminder(b)).Select(b => b.GetProperty("type").GetString());
        Assert.Equal(["text", "image", "text", "image", "text"], types);
    }

    [Theory]
    [InlineData("data:image/jpg;base64," + Red, "image/png")]
    [InlineData("data:;base64," + Red, "image/png")]
    [InlineData("DATA:image/png;name=a.png;BASE64," + Red, "image/png")]
    [InlineData("data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP%2F%2F%2FyH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "image/gif")]
    public async Task The_content_of_a_data_URL_counts_not_its_label(string url, string type)
    {
        var marker = Guid.NewGuid().ToString("N");

        // Also in the short form without an object.
        var part = new JsonObject { ["type"] = "image_url", ["image_url"] = url };
        await _chat.AskAsync(ChatClient.Request(ChatClient.Message("user", new JsonArray(ChatClient.Text("[sim:text] " + marker), part))));

        Assert.Equal(type, Assert.Single(ImagesOf(marker)).GetProperty("media_type").GetString());
    }

    [Theory]
    [InlineData("data:image/png;base64,!!!!")]
    [InlineData("data:image/png;base64,")]
    [InlineData("data:image/png;base64")]
    [InlineData("data:image/svg+xml;base64,PHN2Zy8+")]
    [InlineData("data:text/plain,hello")]
    [InlineData("data:image/png;base64,R%GG")]
    [InlineData(Red)]
    [InlineData("image.png")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.com/image.png")]
    [InlineData("http://")]
    public async Task What_is_no_image_is_refused_with_its_place(string url)
    {
        var answer = await PostAsync(url);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("messages[0].content[1].image_url", answer.Json["error"]!["param"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("2130706433")]
    public async Task A_server_on_this_machine_is_not_asked_for_an_image(string host)
    {
        using var listener = new TcpListener(IPAddress.IPv6Any, 0) { Server = { DualMode = true } };
        listener.Start();

        var answer = await PostAsync(FormattableString.Invariant($"http://{host}:{((IPEndPoint)listener.LocalEndpoint).Port}/image.png"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("public address", answer.Json["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task An_image_above_the_limit_is_refused()
    {
        var large = new byte[(20 * 1024 * 1024) + 1];
        Convert.FromBase64String(Red).CopyTo(large, 0);

        var answer = await PostAsync("data:image/png;base64," + Convert.ToBase64String(large));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("larger than", answer.Json["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_API_takes_images_beside_a_prompt_too()
    {
        var marker = Guid.NewGuid().ToString("N");
        var answer = await _chat.Api.RunAsync($"[sim:text] {marker}", "pictures-api", ("content", JsonNode.Parse($$"""[{"text":"Look:"},{"media_type":"image/png","data":"{{Red}}"}]""")!));
        var wrong = await _chat.Api.RunAsync("never", "pictures-api", ("content", JsonNode.Parse($$"""[{"mediaType":"image/gif","data":"{{Red}}"}]""")!));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(Red, Assert.Single(ImagesOf(marker)).GetProperty("data").GetString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Contains("content[0]", wrong.BodyText, StringComparison.Ordinal);
    }

    private Task<ApiAnswer> PostAsync(string url) =>
        _chat.PostAsync(ChatClient.Request(ChatClient.Message("user", new JsonArray(ChatClient.Text("[sim:text]"), ChatClient.Image(url)))));

    private IEnumerable<JsonElement> ImagesOf(string marker) =>
        BlocksOf(marker).Where(b => b.GetProperty("type").GetString() == "image").Select(b => b.GetProperty("source"));

    private List<JsonElement> BlocksOf(string marker) =>
        [.. ChatClient.RequestWith(_host.Model, marker).Body.GetProperty("messages").EnumerateArray()
            .Where(m => m.GetProperty("role").GetString() == "user" && m.GetProperty("content").ValueKind == JsonValueKind.Array)
            .SelectMany(m => m.GetProperty("content").EnumerateArray())];

    private static bool IsReminder(JsonElement block) =>
        block.TryGetProperty("text", out var text) && text.GetString()!.StartsWith("<system-reminder>", StringComparison.Ordinal);
}
