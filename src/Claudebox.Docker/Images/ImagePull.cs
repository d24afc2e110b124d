using Claudebox.Runs;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Claudebox.Docker;

/// <summary>Pulls an image from its registry.</summary>
internal sealed class ImagePull(EngineApi engine, IProgress<EngineProgress>? progress)
{
    internal async Task RunAsync(string reference, CancellationToken cancellationToken)
    {
        var output = new BuildOutput("Pulling image", progress);
        var parameters = new ImagesCreateParameters { FromImage = WithTag(reference) };
        try
        {
            await engine.CallAsync(
                (client, token) => client.Images.CreateImageAsync(parameters, null, output, token), cancellationToken, Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        }
        catch (DockerApiException exception)
        {
            throw Failed(reference, EngineFailures.MessageOf(exception), exception);
        }

        if (output.Error is { } error)
        {
            throw Failed(reference, error, null);
        }
    }

    // The engine pulls every tag of a name without one.
    internal static string WithTag(string reference) =>
        reference.Contains('@', StringComparison.Ordinal) || reference.LastIndexOf(':') > reference.LastIndexOf('/') ? reference : reference + ":latest";

    private static ClaudeboxException Failed(string reference, string why, Exception? cause) =>
        new(FailureCode.ImageNotFound, $"The image '{reference}' could not be had: pulling failed ({why}).", cause);
}
