using System.Net;
using Claudebox.Runs;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Claudebox.Docker;

/// <summary>Makes sure that an image is there and is one of ours.</summary>
internal sealed class ImageStore(EngineApi engine)
{
    /// <summary>Finds, builds or pulls the image.</summary>
    /// <param name="choice">The image.</param>
    /// <param name="policy">What to do when it is there.</param>
    /// <param name="progress">Told what goes on; may be null.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The image.</returns>
    internal async Task<PreparedImage> PrepareAsync(
        ImageChoice choice, ImagePolicy policy, IProgress<EngineProgress>? progress, CancellationToken cancellationToken)
    {
        var before = await FindAsync(choice.Reference, cancellationToken).ConfigureAwait(false);
        var image = before;
        if (before is null || IsDue(choice, policy, before))
        {
            await ProvideAsync(choice, policy, progress, cancellationToken).ConfigureAwait(false);
            image = await FindAsync(choice.Reference, cancellationToken).ConfigureAwait(false) ?? throw NotFound(choice, "it is still missing afterwards");
        }

        var labels = image!.Config?.Labels;
        if (ProblemOf(choice.Reference, labels) is { } problem)
        {
            throw new ClaudeboxException(FailureCode.ImageIncompatible, problem);
        }

        return new PreparedImage
        {
            Reference = choice.Reference,
            Id = image.ID,
            IsNew = image.ID != before?.ID,
            ReplacedId = before is not null && before.ID != image.ID ? before.ID : null,
            Origin = choice.WhenMissing,
            Version = ImageLabels.Find(labels, ImageLabels.Version)!,
            ClaudeCode = ImageLabels.Find(labels, ImageLabels.ClaudeCode),
        };
    }

    /// <summary>Looks at an image; nothing is built or pulled.</summary>
    internal async Task<ImageDetails> DescribeAsync(ImageChoice choice, CancellationToken cancellationToken)
    {
        var image = await FindAsync(choice.Reference, cancellationToken).ConfigureAwait(false);
        var labels = image?.Config?.Labels;
        return new ImageDetails
        {
            Name = choice.Reference,
            WhenMissing = choice.WhenMissing,
            Id = image?.ID,
            Size = image?.Size ?? 0,
            Version = ImageLabels.Find(labels, ImageLabels.Version),
            ClaudeCode = ImageLabels.Find(labels, ImageLabels.ClaudeCode),
            Problem = image is null ? null : ProblemOf(choice.Reference, labels),
        };
    }

    /// <summary>Removes an image that nothing uses.</summary>
    /// <returns>Whether it is gone; false when a container or another name still needs it.</returns>
    internal async Task<bool> TryRemoveAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            await engine.CallAsync(
                (client, token) => client.Images.DeleteImageAsync(reference, new ImageDeleteParameters(), token), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return true;
        }
        catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.Conflict)
        {
            return false;
        }
        catch (DockerApiException exception)
        {
            throw EngineFailures.Refused($"The image '{reference}' cannot be removed", exception);
        }
    }

    /// <summary>The names of images with our label.</summary>
    internal async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        var parameters = new ImagesListParameters { Filters = ContainerLabels.Filter(ImageLabels.Version) };
        var found = await engine.CallAsync((client, token) => client.Images.ListImagesAsync(parameters, token), cancellationToken).ConfigureAwait(false);
        return [.. found.SelectMany(image => image.RepoTags ?? []).Where(name => !name.Contains('<', StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Finds an image.</summary>
    /// <returns>The image; null when there is none.</returns>
    internal async Task<ImageInspectResponse?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.CallAsync((client, token) => client.Images.InspectImageAsync(name, token), cancellationToken).ConfigureAwait(false);
        }
        catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
        catch (DockerApiException exception)
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, $"'{name}' cannot be an image: {EngineFailures.MessageOf(exception)}.", exception);
        }
    }

    private static string? ProblemOf(string name, IDictionary<string, string>? labels)
    {
        var protocol = ImageLabels.Find(labels, ImageLabels.Protocol);
        return ImageLabels.Find(labels, ImageLabels.Version) switch
        {
            null => $"The image '{name}' is not an image of Claudebox.",
            { } version when protocol != ClaudeboxVersion.Protocol =>
                $"The image '{name}' (version {version}) speaks protocol {protocol ?? "none"}, and this is version {ClaudeboxVersion.Current} with protocol {ClaudeboxVersion.Protocol}.",
            _ => null,
        };
    }

    private static ClaudeboxException NotFound(ImageChoice choice, string? why) =>
        new(FailureCode.ImageNotFound, $"The image '{choice.Reference}' does not exist{(why is null ? "" : ": " + why)}.");

    // Only a registry knows whether it has a newer one. A name of another's is looked up and no more.
    private bool IsDue(ImageChoice choice, ImagePolicy policy, ImageInspectResponse image) => (policy, choice.WhenMissing) switch
    {
        (ImagePolicy.IfMissing, _) or (_, ImageChoice.Fail) => false,
        (ImagePolicy.Always, _) or (_, ImageChoice.Pull) => true,
        _ => choice.Context!.Manifest is { } manifest &&
            manifest.Digests.GetValueOrDefault(engine.Architecture) != ImageLabels.Find(image.Config?.Labels, ImageLabels.Context),
    };

    private Task ProvideAsync(
        ImageChoice choice, ImagePolicy policy, IProgress<EngineProgress>? progress, CancellationToken cancellationToken) => choice.WhenMissing switch
    {
        ImageChoice.Build => new ImageBuild(engine, progress).RunAsync(choice, useCache: policy != ImagePolicy.Always, cancellationToken),
        ImageChoice.Pull => new ImagePull(engine, progress).RunAsync(choice.Reference, cancellationToken),
        _ => throw NotFound(choice, why: null),
    };
}
