using Claudebox.Runs;

namespace Claudebox.Docker;

/// <content>Images, and what becomes of containers when they change.</content>
public sealed partial class ClaudeboxEngine
{
    private ContainerActivity Activity => new(_api, new ContainerTunnel(_api, new ContainerJournal(_api)));

    /// <summary>Looks at the image that a workspace would use; nothing is built or pulled.</summary>
    /// <param name="options">The workspace.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What is known of it.</returns>
    /// <exception cref="ClaudeboxException">
    /// <see cref="FailureCode.WorkspaceNotFound"/>, <see cref="FailureCode.InvalidRequest"/> or <see cref="FailureCode.DockerUnavailable"/>.
    /// </exception>
    public Task<ImageDetails> DescribeImageAsync(WorkspaceOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ImageStore(_api).DescribeAsync(ContainerPlanner.Plan(options, _api.Endpoint).ImageChoice, cancellationToken);
    }

    /// <summary>Makes sure that an image is there, and of the present state.</summary>
    /// <param name="choice">The image; <see cref="ImageChoice.Of"/> makes the choice.</param>
    /// <param name="policy">What to do when it is there.</param>
    /// <param name="progress">Told what goes on, from any thread; may be null.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The image.</returns>
    /// <exception cref="ClaudeboxException">
    /// <see cref="FailureCode.ImageNotFound"/>, <see cref="FailureCode.ImageBuildFailed"/>, <see cref="FailureCode.ImageIncompatible"/>,
    /// <see cref="FailureCode.InvalidRequest"/> or <see cref="FailureCode.DockerUnavailable"/>.
    /// </exception>
    public Task<PreparedImage> PrepareImageAsync(
        ImageChoice choice, ImagePolicy policy, IProgress<EngineProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(choice);
        return new ImageStore(_api).PrepareAsync(choice, policy, progress, cancellationToken);
    }

    /// <summary>Removes an image, unless something needs it.</summary>
    /// <param name="reference">Its name or id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it is gone; false when a container or another name needs it.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.ContainerFailed"/> or <see cref="FailureCode.DockerUnavailable"/>.</exception>
    public Task<bool> RemoveImageAsync(string reference, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(reference);
        return new ImageStore(_api).TryRemoveAsync(reference, cancellationToken);
    }

    /// <summary>Lists the names of images of Claudebox: those that carry its label.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The names, in order.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.DockerUnavailable"/>.</exception>
    public Task<IReadOnlyList<string>> ListImagesAsync(CancellationToken cancellationToken = default) => new ImageStore(_api).ListAsync(cancellationToken);

    /// <summary>Says what goes on in a container.</summary>
    /// <param name="container">The container.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A phrase such as "a run is in progress in it"; null when it is idle, does not run or is gone.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.DockerUnavailable"/>.</exception>
    public Task<string?> DescribeActivityAsync(WorkspaceContainer container, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(container);
        return Activity.DescribeAsync(container.Id, ContainerRenewer.StartLimit, cancellationToken);
    }

    /// <summary>
    /// Makes every container anew whose image is not the one that its name means now, unless something goes on in it. Sessions
    /// and everything else on mounts stays.
    /// </summary>
    /// <param name="cancellationToken">Ends the work between two containers.</param>
    /// <returns>The containers, each when it is done.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.DockerUnavailable"/>.</exception>
    public IAsyncEnumerable<ContainerRenewal> RenewContainersAsync(CancellationToken cancellationToken = default) =>
        new ContainerRenewer(_api, new ContainerLifecycle(_api), Activity, new ImageStore(_api)).RenewAsync(cancellationToken);

    /// <summary>Lists containers of the earlier implementation.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The containers, by name.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.DockerUnavailable"/>.</exception>
    public Task<IReadOnlyList<EarlierContainer>> ListEarlierContainersAsync(CancellationToken cancellationToken = default) =>
        EarlierContainers.ListAsync(_api, cancellationToken);

    /// <summary>Removes a container of the earlier implementation; one that is gone is no error.</summary>
    /// <param name="container">The container.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when it is gone.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.ContainerFailed"/> or <see cref="FailureCode.DockerUnavailable"/>.</exception>
    public Task RemoveContainerAsync(EarlierContainer container, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(container);
        return new ContainerLifecycle(_api).RemoveAsync(container.Id, cancellationToken);
    }
}
