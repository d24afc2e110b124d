using System.Net;
using Claudebox.Runs;
using Claudebox.Settings;
using Claudebox.Workspaces;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Claudebox.Docker;

/// <summary>
/// Finds, makes, remakes and starts the container of a plan. Several processes may do so for the same workspace at once: the
/// engine's rule that names are unique decides who makes it, and whoever loses looks again.
/// </summary>
internal sealed class ContainerKeeper(EngineApi engine, ContainerLifecycle lifecycle, ContainerActivity activity)
{
    private const int MostAttempts = 40;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(150);

    /// <summary>Whether this keeper made the container.</summary>
    internal bool HasMade { get; private set; }

    /// <summary>Because of what it was made anew; empty when it was not.</summary>
    internal IReadOnlyList<string> Remade { get; private set; } = [];

    /// <summary>Makes sure that the container runs and agrees with the plan.</summary>
    /// <param name="plan">What it is to be.</param>
    /// <param name="imageId">The image's id.</param>
    /// <param name="found">What <see cref="FindAsync"/> has just found; null looks again.</param>
    /// <param name="progress">Told what goes on; may be null.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The container.</returns>
    internal async Task<ContainerInspectResponse> EnsureAsync(
        ContainerPlan plan, string imageId, ContainerInspectResponse? found, IProgress<EngineProgress>? progress, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (attempt > 0)
            {
                await Task.Delay(RetryDelay, cancellationToken).ConfigureAwait(false);
            }

            found ??= await FindAsync(plan, cancellationToken).ConfigureAwait(false);
            if (await TryEnsureAsync(plan, imageId, found, progress, cancellationToken).ConfigureAwait(false) is { } container)
            {
                return container;
            }

            found = null;
        }

        throw new ClaudeboxException(FailureCode.ContainerFailed,
            $"The container of '{plan.Workspace}' could not be brought up: other processes keep changing it.");
    }

    private static ClaudeboxException CannotCreate(ContainerPlan plan, DockerApiException exception)
    {
        var message = EngineFailures.MessageOf(exception);
        return exception.StatusCode switch
        {
            HttpStatusCode.NotFound when message.Contains("image", StringComparison.OrdinalIgnoreCase) =>
                new ClaudeboxException(FailureCode.ImageNotFound, $"The image '{plan.Image}' does not exist any more.", exception),
            HttpStatusCode.BadRequest or HttpStatusCode.NotFound =>
                new ClaudeboxException(FailureCode.InvalidRequest, $"The engine refuses the container: {message}.", exception),
            _ => EngineFailures.Refused("The container cannot be made", exception),
        };
    }

    private async Task<ContainerInspectResponse?> TryEnsureAsync(
        ContainerPlan plan, string imageId, ContainerInspectResponse? container, IProgress<EngineProgress>? progress, CancellationToken cancellationToken)
    {
        if (container is null)
        {
            await new NetworkCheck(engine).CheckAsync(plan, cancellationToken).ConfigureAwait(false);
            progress?.Report(new EngineProgress { Activity = "Preparing container", Status = $"Making {plan.Name}" });
            await CreateAsync(plan, imageId, cancellationToken).ConfigureAwait(false);
            return null;
        }

        var differences = Differences(container, plan, imageId);
        if (differences.Count > 0)
        {
            await new NetworkCheck(engine).CheckAsync(plan, cancellationToken).ConfigureAwait(false);
            progress?.Report(new EngineProgress { Activity = "Preparing container", Status = $"Remaking {plan.Name} ({string.Join(", ", differences)})" });
            await RemoveStaleAsync(container, plan, differences, cancellationToken).ConfigureAwait(false);
            Remade = differences;
            return null;
        }

        switch (container.State?.Status)
        {
            case "running":
                return container;
            case "paused":
                await engine.CallAsync((client, token) => client.Containers.UnpauseContainerAsync(container.ID, token), cancellationToken).ConfigureAwait(false);
                return null;
            case "removing" or "restarting":
                return null;
            case "dead":
                await lifecycle.RemoveAsync(container.ID, cancellationToken).ConfigureAwait(false);
                return null;
        }

        progress?.Report(new EngineProgress { Activity = "Preparing container", Status = $"Starting {plan.Name}" });
        return await StartOrDiscardAsync(container, cancellationToken).ConfigureAwait(false) ? container : null;
    }

    // The fingerprint says what a container was asked to be, sources of mounts included: an engine in a virtual machine reports
    // translated ones (/host_mnt/...). The workspace's target is looked at as well, for a label alone proves nothing.
    internal static IReadOnlyList<string> Differences(ContainerInspectResponse container, ContainerPlan plan, string imageId)
    {
        var label = container.Config?.Labels?.TryGetValue(ContainerLabels.Fingerprint, out var found) == true ? found : null;
        var differences = ContainerFingerprint.Differences(label, plan, imageId);
        var isMounted = container.HostConfig?.Mounts?.Any(mount => mount.Target == plan.WorkspaceInside) == true;
        if (differences.Count > 0)
        {
            return differences;
        }

        return !isMounted ? ["mounts"] : plan.IsNameChosen && container.Name?.TrimStart('/') != plan.Name ? ["name"] : [];
    }

    private async Task<bool> StartOrDiscardAsync(ContainerInspectResponse container, CancellationToken cancellationToken)
    {
        try
        {
            return await lifecycle.StartAsync(container.ID, cancellationToken).ConfigureAwait(false);
        }
        catch (ClaudeboxException exception) when (exception.Code == FailureCode.ContainerFailed && container.State?.Status == "created")
        {
            // It never ran and never will, as with a network that is gone: the next call must not find it.
            await lifecycle.RemoveAsync(container.ID, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Finds the container of a plan, whatever it is made of.</summary>
    /// <returns>The container; null when there is none.</returns>
    internal async Task<ContainerInspectResponse?> FindAsync(ContainerPlan plan, CancellationToken cancellationToken)
    {
        var found = await ContainerList.FindAsync(
            engine, cancellationToken, $"{ContainerLabels.Workspace}={plan.Workspace}", $"{ContainerLabels.Role}={plan.Role.ToName()}").ConfigureAwait(false);
        foreach (var item in found.Where(item => ContainerLabels.Match(item.Labels, plan)).OrderBy(item => item.Created).ThenBy(item => item.ID, StringComparer.Ordinal))
        {
            if (await InspectAsync(item.ID, cancellationToken).ConfigureAwait(false) is { } container)
            {
                return container;
            }
        }

        return null;
    }

    private async Task<ContainerInspectResponse?> InspectAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.CallAsync((client, token) => client.Containers.InspectContainerAsync(id, token), cancellationToken).ConfigureAwait(false);
        }
        catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task CreateAsync(ContainerPlan plan, string imageId, CancellationToken cancellationToken)
    {
        if (await TryCreateAsync(plan, imageId, plan.Name, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        if (plan.IsNameChosen && await IsTakenAsync(plan.Name, plan, cancellationToken).ConfigureAwait(false))
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, $"The name '{plan.Name}' is taken by a container of something else. Choose another one.");
        }

        // The name is taken: by another process that makes the same container, or by something of other people.
        if (await IsTakenAsync(plan.Name, plan, cancellationToken).ConfigureAwait(false) &&
            !await TryCreateAsync(plan, imageId, plan.NameWithHash, cancellationToken).ConfigureAwait(false) &&
            await IsTakenAsync(plan.NameWithHash, plan, cancellationToken).ConfigureAwait(false))
        {
            throw new ClaudeboxException(FailureCode.ContainerFailed,
                $"The container of '{plan.Workspace}' has no name: containers of something else are called '{plan.Name}' and '{plan.NameWithHash}'. " +
                $"Rename or remove one of them, or choose another name with {SettingTable.ContainerName.Name}.");
        }
    }

    private async Task<bool> IsTakenAsync(string name, ContainerPlan plan, CancellationToken cancellationToken) =>
        await InspectAsync(name, cancellationToken).ConfigureAwait(false) is { } holder && !ContainerLabels.Match(holder.Config?.Labels, plan);

    private async Task<bool> TryCreateAsync(ContainerPlan plan, string imageId, string name, CancellationToken cancellationToken)
    {
        try
        {
            await engine.CallAsync(
                (client, token) => client.Containers.CreateContainerAsync(ContainerParameters.Of(plan, imageId, name), token), cancellationToken).ConfigureAwait(false);
            HasMade = true;
            return true;
        }
        catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.Conflict)
        {
            return false;
        }
        catch (DockerApiException exception)
        {
            throw CannotCreate(plan, exception);
        }
    }

    private async Task RemoveStaleAsync(
        ContainerInspectResponse container, ContainerPlan plan, IReadOnlyList<string> differences, CancellationToken cancellationToken)
    {
        if (await activity.StopIfUnusedAsync(container, ServerReadiness.Limit(plan), cancellationToken).ConfigureAwait(false) is { } busy)
        {
            throw new ClaudeboxException(FailureCode.WorkspaceBusy,
                $"The container '{container.Name.TrimStart('/')}' differs from what is asked for ({string.Join(", ", differences)}) and cannot be made anew now: {busy}.");
        }

        // One that was started again meanwhile is looked at anew.
        await lifecycle.TryRemoveStoppedAsync(container.ID, cancellationToken).ConfigureAwait(false);
    }
}
