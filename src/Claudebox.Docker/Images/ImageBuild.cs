using Claudebox.Runs;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Claudebox.Docker;

/// <summary>Builds an image from its context.</summary>
internal sealed class ImageBuild(EngineApi engine, IProgress<EngineProgress>? progress)
{
    private const string Activity = "Building image";

    internal async Task RunAsync(ImageChoice choice, bool useCache, CancellationToken cancellationToken)
    {
        var output = new BuildOutput(Activity, progress);
        var parameters = new ImageBuildParameters
        {
            Tags = [choice.Reference],
            Target = choice.Variant,
            NoCache = !useCache,
            Remove = true,
            ForceRemove = true,
            BuildArgs = new Dictionary<string, string> { ["BASE_IMAGE"] = choice.BaseImage, ["VERSION"] = ClaudeboxVersion.Current },
            Labels = Labels(choice),
        };
        if (choice.RegistriesOnly)
        {
            parameters.BuildArgs["REGISTRIES_ONLY"] = "1";
        }

        progress?.Report(new EngineProgress { Activity = Activity, Status = $"Sending {choice.Context}" });
        var context = await choice.Context!.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            try
            {
                // A build downloads a distribution and Node; only its caller decides that it takes too long.
                await engine.CallAsync(
                    (client, token) => client.Images.BuildImageFromDockerfileAsync(parameters, context, null, null, output, token),
                    cancellationToken, Timeout.InfiniteTimeSpan).ConfigureAwait(false);
            }
            catch (DockerApiException exception)
            {
                throw Failed(EngineFailures.MessageOf(exception), choice, output, exception);
            }
        }

        if (output.Error is { } error)
        {
            throw Failed(error, choice, output, null);
        }
    }

    private static ClaudeboxException Failed(string message, ImageChoice choice, BuildOutput output, Exception? exception)
    {
        var advice = IsUnreachable(message + "\n" + output.Tail)
            ? $" A registry or download server cannot be reached. Check the network and proxy. Where only the base image '{choice.BaseImage}' cannot be had, " +
                "\"dotnet run build.cs image\" makes a Debian-based one locally, or CLAUDEBOX_BASE_IMAGE (the build argument BASE_IMAGE) names one that exists. " +
                "Where package registries alone can be reached, CLAUDEBOX_REGISTRIES_ONLY=1 builds without the tools that are downloaded elsewhere, and " +
                "CLAUDEBOX_MINIMAL=1 chooses the minimal image."
            : string.Empty;
        var tail = output.Tail is { Length: > 0 } text ? $"\nLast output:\n{text}" : string.Empty;
        return new ClaudeboxException(FailureCode.ImageBuildFailed, $"The image '{choice.Reference}' could not be built: {message}.{advice}{tail}", exception);
    }

    private static bool IsUnreachable(string text) =>
        ((string[])["no such host", "connection refused", "i/o timeout", "network is unreachable", "Temporary failure", "TLS handshake",
            "x509:", "connection reset", "Client.Timeout", "pull access denied", "proxyconnect"])
        .Any(sign => text.Contains(sign, StringComparison.OrdinalIgnoreCase));

    private Dictionary<string, string> Labels(ImageChoice choice)
    {
        if (choice.Context!.Manifest is not { } manifest)
        {
            return [];
        }

        var digest = manifest.Digests.GetValueOrDefault(engine.Architecture) ?? throw new ClaudeboxException(FailureCode.ImageBuildFailed,
            $"The image '{choice.Reference}' cannot be built: there is no server for the engine's architecture, {engine.Architecture}, in {choice.Context}.");
        return new Dictionary<string, string> { [ImageLabels.Context] = digest, [ImageLabels.ClaudeCode] = manifest.ClaudeCode };
    }
}
