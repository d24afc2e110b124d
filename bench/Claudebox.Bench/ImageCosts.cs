using System.Diagnostics;
using System.Globalization;
using Claudebox.Docker;
using Claudebox.Runs;
using Claudebox.Testing;

namespace Claudebox.Bench;

/// <summary>
/// Both images: their sizes, and the wall time from a directory without a container to the answer of its first prompt, one image
/// after the other. The model is the simulator, which answers at once.
/// </summary>
internal static class ImageCosts
{
    /// <summary>Measures and prints.</summary>
    /// <param name="rounds">How many rounds count; one more comes first and does not.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> MeasureAsync(int rounds)
    {
        await using var simulator = await ContainerHost.StartSimulatorAsync();
        await using var engine = await ClaudeboxEngine.ConnectAsync(new EngineOptions());
        string[] images = [$"claudebox:{ClaudeboxVersion.Current}-minimal", $"claudebox:{ClaudeboxVersion.Current}"];
        var times = images.ToDictionary(image => image, _ => new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var image in images)
            {
                var time = await FirstAnswerAsync(engine, simulator, image);
                if (round > 0)
                {
                    times[image].Add(time);
                }
            }
        }

        foreach (var image in images)
        {
            var size = long.Parse(await DockerCli.RunAsync("image", "inspect", "--format", "{{.Size}}", image), CultureInfo.InvariantCulture);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{image,-24} {size / 1_000_000.0,6:0} MB  first answer: median {RunOverhead.Median(times[image]):0} ms, {times[image].Min():0} to {times[image].Max():0} ms  ({rounds} rounds)"));
        }

        return 0;
    }

    private static async Task<double> FirstAnswerAsync(ClaudeboxEngine engine, ModelSimulator simulator, string image)
    {
        var folder = Directory.CreateTempSubdirectory("claudebox-bench-");
        try
        {
            var options = new WorkspaceOptions
            {
                Workspace = folder.CreateSubdirectory("workspace").FullName,
                DataDirectory = folder.CreateSubdirectory("data").FullName,
                Image = image,
            };
            var request = new RunRequest
            {
                Prompt = "[sim:text text=done]",
                Environment = new Dictionary<string, string>
                {
                    ["ANTHROPIC_API_KEY"] = "simulator",
                    ["ANTHROPIC_BASE_URL"] = ContainerHost.BaseUrlInside(simulator),
                },
            };
            var watch = Stopwatch.StartNew();
            await using var connection = await engine.OpenWorkspaceAsync(options);
            try
            {
                RunRecord? record = null;
                await foreach (var update in connection.Server.RunAsync(request, Guid.NewGuid().ToString("N")))
                {
                    record = update.Record ?? record;
                }

                return record is { Status: RunStatus.Completed }
                    ? watch.Elapsed.TotalMilliseconds
                    : throw new InvalidOperationException($"The run ended as {record?.Status}: {record?.Error?.Message}");
            }
            finally
            {
                await engine.RemoveContainerAsync(connection.Container);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
