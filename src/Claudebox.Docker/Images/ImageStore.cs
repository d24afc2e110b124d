using Claudebox.Runs;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Claudebox.Docker;

/// <summary>Makes sure that a plan's image is there and is one of ours.</summary>
internal sealed class ImageStore(EngineApi engine)
{
    // A build downloads a distribution and Node; only its caller decides that it takes too long.
    private static readonly TimeSpan NoLimit = Timeout.InfiniteTimeSpan;

    /// <summary>Finds, builds or pulls the image.</summary>
    /// <returns>The image's id.</returns>
    internal async Task<string> EnsureAsync(ContainerPlan plan, IProgress<EngineProgress>? progress, CancellationToken cancellationToken)
    {
        var image = await FindAsync(plan.Image, cancellationToken).ConfigureAwait(false);
        if (image is null)
        {
            await ProvideAsync(plan, progress, cancellationToken).ConfigureAwait(false);
            image = await FindAsync(plan.Image, cancellationToken).ConfigureAwait(false) ?? throw NotFound(plan, "it is still missing afterwards");
        }

        CheckLabels(plan.Image, image.Config?.Labels);
        return image.ID;
    }

    /// <summary>Looks at the image; nothing is built or pulled.</summary>
    internal async Task<ImageDetails> DescribeAsync(ContainerPlan plan, CancellationToken cancellationToken)
    {
        var image = await FindAsync(plan.Image, cancellationToken).ConfigureAwait(false);
        return new ImageDetails
        {
            Name = plan.Image,
            WhenMissing = plan.WhenImageIsMissing,
            Id = image?.ID,
            Size = image?.Size ?? 0,
            Version = Label(image?.Config?.Labels, ContainerLabels.Version),
            Problem = image is null ? null : ProblemOf(plan.Image, image.Config?.Labels),
        };
    }

    private static void CheckLabels(string name, IDictionary<string, string>? labels)
    {
        if (ProblemOf(name, labels) is { } problem)
        {
            throw new ClaudeboxException(FailureCode.ImageIncompatible, problem);
        }
    }

    private static string? ProblemOf(string name, IDictionary<string, string>? labels)
    {
        var protocol = Label(labels, "claudebox.protocol");
        return Label(labels, ContainerLabels.Version) switch
        {
            null => $"The image '{name}' is not an image of Claudebox.",
            { } version when protocol != ClaudeboxVersion.Protocol =>
                $"The image '{name}' (version {version}) speaks protocol {protocol ?? "none"}, and this is version {ClaudeboxVersion.Current} with protocol {ClaudeboxVersion.Protocol}.",
            _ => null,
        };
    }

    private static string? Label(IDictionary<string, string>? labels, string name) =>
        labels?.TryGetValue(name, out var value) == true && value.Length > 0 ? value : null;

    private static ClaudeboxException NotFound(ContainerPlan plan, string why) =>
        new(FailureCode.ImageNotFound, $"The image '{plan.Image}' does not exist: {why}.");

    private static ClaudeboxException BuildFailed(string message, ContainerPlan plan, BuildOutput output, Exception? exception)
    {
        var advice = IsUnreachable(message + "\n" + output.Tail)
            ? $" A registry or download server cannot be reached. Check the network and proxy. Where only the base image '{plan.BaseImage}' cannot be had, " +
                "\"dotnet run build.cs image\" makes a Debian-based one locally, or CLAUDEBOX_BASE_IMAGE (the build argument BASE_IMAGE) names one that exists."
            : string.Empty;
        var tail = output.Tail is { Length: > 0 } text ? $"\nLast output:\n{text}" : string.Empty;
        return new ClaudeboxException(FailureCode.ImageBuildFailed, $"The image '{plan.Image}' could not be built: {message}.{advice}{tail}", exception);
    }

    private static bool IsUnreachable(string text) =>
        ((string[])["no such host", "connection refused", "i/o timeout", "network is unreachable", "Temporary failure", "TLS handshake",
            "x509:", "connection reset", "Client.Timeout", "pull access denied", "proxyconnect"])
        .Any(sign => text.Contains(sign, StringComparison.OrdinalIgnoreCase));

    private async Task<ImageInspectResponse?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.CallAsync((client, token) => client.Images.InspectImageAsync(name, token), cancellationToken).ConfigureAwait(false);
        }
        catch (DockerApiException exception) when (exception.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
        catch (DockerApiException exception)
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, $"'{name}' cannot be an image: {EngineFailures.MessageOf(exception)}.", exception);
        }
    }

    private Task ProvideAsync(ContainerPlan plan, IProgress<EngineProgress>? progress, CancellationToken cancellationToken) => plan.WhenImageIsMissing switch
    {
        ImageChoice.Build => BuildAsync(plan, progress, cancellationToken),
        ImageChoice.Pull => PullAsync(plan, progress, cancellationToken),
        _ => throw NotFound(plan, "build it, name an existing one, or set CLAUDEBOX_REGISTRY to pull it"),
    };

    private async Task BuildAsync(ContainerPlan plan, IProgress<EngineProgress>? progress, CancellationToken cancellationToken)
    {
        var output = new BuildOutput("Building image", progress);
        var parameters = new ImageBuildParameters
        {
            Tags = [plan.Image],
            Target = plan.Variant,
            Remove = true,
            ForceRemove = true,
            BuildArgs = new Dictionary<string, string> { ["BASE_IMAGE"] = plan.BaseImage, ["VERSION"] = ClaudeboxVersion.Current },
        };
        progress?.Report(new EngineProgress { Activity = "Building image", Status = $"Packing {plan.BuildContext}" });
        var context = await BuildContext.PackAsync(plan.BuildContext!, cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            try
            {
                await engine.CallAsync(
                    (client, token) => client.Images.BuildImageFromDockerfileAsync(parameters, context, null, null, output, token),
                    cancellationToken, NoLimit).ConfigureAwait(false);
            }
            catch (DockerApiException exception)
            {
                throw BuildFailed(EngineFailures.MessageOf(exception), plan, output, exception);
            }
        }

        if (output.Error is { } error)
        {
            throw BuildFailed(error, plan, output, null);
        }
    }

    private async Task PullAsync(ContainerPlan plan, IProgress<EngineProgress>? progress, CancellationToken cancellationToken)
    {
        var output = new BuildOutput("Pulling image", progress);
        try
        {
            await engine.CallAsync(
                (client, token) => client.Images.CreateImageAsync(new ImagesCreateParameters { FromImage = plan.Image }, null, output, token),
                cancellationToken, NoLimit).ConfigureAwait(false);
        }
        catch (DockerApiException exception)
        {
            throw NotFound(plan, $"pulling failed ({EngineFailures.MessageOf(exception)})");
        }

        if (output.Error is { } error)
        {
            throw NotFound(plan, $"pulling failed ({error})");
        }
    }
}
