using System.Diagnostics;
using System.Text.RegularExpressions;
using Claudebox.Testing;

namespace Claudebox.Server.Tests.Api;

/// <summary>What docs/http-api.md shows works as it stands there.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public async Task Every_example_of_the_document_works()
    {
        var document = await File.ReadAllTextAsync(Repository.PathOf("docs", "http-api.md"));
        var examples = Example().Matches(document).Select(m => m.Groups[1].Value).ToList();
        await using var host = await ApiHost.StartAsync();
        var folder = Directory.CreateTempSubdirectory("claudebox-document-");
        try
        {
            Assert.NotEmpty(examples);
            foreach (var example in examples)
            {
                var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", example])
                {
                    WorkingDirectory = folder.FullName,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                };
                start.Environment["URL"] = FormattableString.Invariant($"http://127.0.0.1:{host.Port}");
                start.Environment["TOKEN"] = ApiHost.Token;
                start.Environment["no_proxy"] = "127.0.0.1";
                using var process = Process.Start(start)!;
                using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
                var error = process.StandardError.ReadToEndAsync(limit.Token);
                var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
                await process.WaitForExitAsync(limit.Token);
                Assert.True(process.ExitCode == 0, $"{example}\n{output}\n{await error}");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Every_route_is_in_the_document()
    {
        var document = await File.ReadAllTextAsync(Repository.PathOf("docs", "http-api.md"));
        await using var host = await ApiHost.StartAsync();
        using var client = host.Connect();

        var paths = (await client.GetAsync("/openapi/v1.json")).Json["paths"]!.AsObject().Select(p => p.Key);

        Assert.All(paths, path => Assert.Contains(path.Replace("{id}", "ID", StringComparison.Ordinal).Replace("{path}", "PATH", StringComparison.Ordinal), document, StringComparison.Ordinal));
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
