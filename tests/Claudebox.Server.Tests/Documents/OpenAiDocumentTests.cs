using System.ClientModel;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Claudebox.Server.Tests.Api;
using Claudebox.Testing;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using OpenAI.Chat;

namespace Claudebox.Server.Tests.Documents;

/// <summary>The examples of docs/openai.md, as they stand there but for address and token. Those for the shell are a test of the image, which has curl.</summary>
public sealed partial class OpenAiDocumentTests(SharedApi shared) : IClassFixture<SharedApi>
{
    private const string Document = "openai.md";

    private readonly ApiHost _host = shared.Host;

    [Fact]
    public async Task Every_language_of_the_document_has_its_test() =>
        Assert.Equal(["csharp", "js", "sh", "yaml"], (await DocumentExamples.LanguagesAsync(Document)).Order());

    [Fact]
    public async Task The_example_for_Node_streams_an_answer()
    {
        Directory.CreateDirectory(Path.Combine(_host.Root, "my-project"));
        var package = await NodePackage.GetAsync("openai", "7.57.0", TestContext.Current.CancellationToken);
        var folder = Directory.CreateTempSubdirectory("claudebox-document-");
        try
        {
            Directory.CreateSymbolicLink(Path.Combine(folder.FullName, "node_modules"), Path.GetDirectoryName(package.Folder)!);
            var file = Path.Combine(folder.FullName, "example.mjs");
            await File.WriteAllTextAsync(file, Here(Assert.Single(await DocumentExamples.ReadAsync(Document, "js"))));

            using var node = Process.Start(new ProcessStartInfo(package.Node, [file]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = node.StandardError.ReadToEndAsync();
            var output = await node.StandardOutput.ReadToEndAsync();
            await node.WaitForExitAsync();

            Assert.Equal((0, "You said: List all TODOs", ""), (node.ExitCode, output.Trim(), await error));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_example_for_NET_compiles_and_has_an_answer()
    {
        var options = ScriptOptions.Default
            .WithReferences(typeof(ChatCompletion).Assembly, typeof(ApiKeyCredential).Assembly, typeof(Console).Assembly)
            .WithImports("System", "System.Collections.Generic", "System.Linq", "System.Threading.Tasks");

        var state = await CSharpScript.RunAsync(Here(Assert.Single(await DocumentExamples.ReadAsync(Document, "csharp"))), options);

        var answer = Assert.IsType<ChatCompletion>(state.GetVariable("answer").Value);
        Assert.Equal("You said: How many tests are there?", answer.Content[0].Text);
    }

    // The programs themselves are Python; what they send is known: the list of models, and chats for the model after the provider's prefix.
    [Fact]
    public async Task The_addresses_of_the_examples_in_YAML_answer_under_the_services_name()
    {
        using var client = _host.Connect();
        foreach (var example in await DocumentExamples.ReadAsync(Document, "yaml"))
        {
            var address = new Uri(Address().Match(example).Groups[1].Value);
            var key = Key().Match(example).Groups[1].Value;
            Assert.Equal("your-secret-token", key);
            var model = Model().Match(example) is { Success: true } match ? match.Groups[1].Value : "sonnet";
            var chat = new JsonObject { ["model"] = model, ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "[sim:text text=served]" }) };

            var models = await client.GetAsync(address.AbsolutePath + "/models", ("Host", address.Authority));
            var answer = await client.SendAsync(
                HttpMethod.Post, address.AbsolutePath + "/chat/completions", new StringContent(chat.ToJsonString(), Encoding.UTF8, "application/json"),
                ("Host", address.Authority));

            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (models.Status, answer.Status));
            Assert.Equal("served", answer.Json["choices"]![0]!["message"]!["content"]!.GetValue<string>());
        }
    }

    private string Here(string example) => example
        .Replace("http://127.0.0.1:8080", FormattableString.Invariant($"http://127.0.0.1:{_host.Port}"), StringComparison.Ordinal)
        .Replace("your-secret-token", ApiHost.Token, StringComparison.Ordinal);

    [GeneratedRegex("(?:api_base: |OPENAI_API_BASE_URL=)(\\S+)")]
    private static partial Regex Address();

    [GeneratedRegex("(?:api_key: |OPENAI_API_KEY=)(\\S+)")]
    private static partial Regex Key();

    [GeneratedRegex("model: openai/(\\S+)")]
    private static partial Regex Model();
}
