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
        var login = await new RegistryLogin(engine.Endpoint.ConfigDirectory).FindAsync(reference, cancellationToken).ConfigureAwait(false);
        try
        {
            await engine.CallAsync(
                (client, token) => client.Images.CreateImageAsync(parameters, login, output, token), cancellationToken, Timeout.InfiniteTimeSpan).ConfigureAwait(false);
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

    private static ClaudeboxException Failed(string reference, string why, Exception? cause)
    {
        var needsLogin = ((string[])["unauthorized", "authentication required", "no basic auth credentials", "denied"])
            .Any(sign => why.Contains(sign, StringComparison.OrdinalIgnoreCase));
        var registry = RegistryLogin.RegistryOf(reference);
        var advice = needsLogin ? $" Log in first: docker login{(registry.Contains("://", StringComparison.Ordinal) ? "" : " " + registry)}" : "";
        return new ClaudeboxException(FailureCode.ImageNotFound, $"The image '{reference}' could not be had: pulling failed ({why}).{advice}", cause);
    }
}
