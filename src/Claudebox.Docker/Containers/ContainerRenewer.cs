using System.Net;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Claudebox.Runs;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Claudebox.Docker;

/// <summary>
/// Makes containers anew whose image is not the one that its name means now. A container keeps its name, mounts, network and
/// limits; what lies in its own layer goes, as with every new container.
/// </summary>
internal sealed partial class ContainerRenewer(EngineApi engine, ContainerLifecycle lifecycle, ContainerActivity activity, ImageStore images)
{
    // Without hooks; a container that is just being started is in use.
    internal static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);

    internal async IAsyncEnumerable<ContainerRenewal> RenewAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var container in await ContainerList.ListAsync(engine, workspace: null, cancellationToken).ConfigureAwait(false))
        {
            if (await RenewAsync(container, cancellationToken).ConfigureAwait(false) is { } renewal)
            {
                yield return renewal;
            }
        }
    }

    /// <summary>The image that a container is to have: of a default image, this version's.</summary>
    internal static string PresentName(string reference) =>
        DefaultImage().Match(reference) is { Success: true } match ? ImageChoice.DefaultName(match.Groups["minimal"].Success ? "minimal" : "full") : reference;

    [GeneratedRegex(@"^claudebox:\d+\.\d+\.\d+[^/@:]*?(?<minimal>-minimal)?$")]
    private static partial Regex DefaultImage();

    /// <summary>Makes a container anew, if its image is not the present one.</summary>
    /// <returns>What was done; null when the container is gone.</returns>
    internal async Task<ContainerRenewal?> RenewAsync(WorkspaceContainer container, CancellationToken cancellationToken)
    {
        try
        {
            var found = await engine.CallAsync((client, token) => client.Containers.InspectContainerAsync(container.Id, token), cancellationToken).ConfigureAwait(false);
            var reference = PresentName(found.Config!.Image);
            if (await images.FindAsync(reference, cancellationToken).ConfigureAwait(false) is not { } image || image.ID == found.Image)
            {
                return new ContainerRenewal(container, ContainerRenewalOutcome.Current);
            }

            if (container is { IsOfOneWorkspace: false, IsRunning: true })
            {
                // A new one would wait for credentials that only its starter has.
                return new ContainerRenewal(container, ContainerRenewalOutcome.InUse, "it is an API server; Start-ClaudeboxServer makes it anew");
            }

            var former = await images.FindAsync(found.Image, cancellationToken).ConfigureAwait(false);
            if (await activity.StopIfUnusedAsync(found, StartLimit, cancellationToken).ConfigureAwait(false) is { } busy)
            {
                return new ContainerRenewal(container, ContainerRenewalOutcome.InUse, busy);
            }

            return await TryReplaceAsync(found, ParametersOf(found, former, reference, image.ID), cancellationToken).ConfigureAwait(false)
                ? new ContainerRenewal(container, ContainerRenewalOutcome.Renewed)
                : new ContainerRenewal(container, ContainerRenewalOutcome.InUse, "it was started again meanwhile");
        }
        catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            // Removed meanwhile.
            return null;
        }
        catch (DockerApiException exception)
        {
            return new ContainerRenewal(container, ContainerRenewalOutcome.Failed, EngineFailures.MessageOf(exception));
        }
        catch (ClaudeboxException exception) when (exception.Code == FailureCode.ContainerFailed)
        {
            return new ContainerRenewal(container, ContainerRenewalOutcome.Failed, exception.Message);
        }
    }

    private static CreateContainerParameters ParametersOf(
        ContainerInspectResponse container, ImageInspectResponse? former, string reference, string imageId)
    {
        // The engine shows the image's variables and labels as the container's own.
        var variables = former?.Config?.Env ?? [];
        var labels = former?.Config?.Labels ?? new Dictionary<string, string>();
        var configuration = container.Config!;
        var kept = configuration.Labels.Where(label => !labels.Contains(label)).ToDictionary(label => label.Key, label => label.Value);
        kept[ContainerLabels.Fingerprint] = ContainerFingerprint.WithImage(kept.GetValueOrDefault(ContainerLabels.Fingerprint), imageId);
        kept[ContainerLabels.Version] = ClaudeboxVersion.Current;
        return new CreateContainerParameters
        {
            Name = container.Name.TrimStart('/'),
            Image = reference,
            Env = [.. configuration.Env.Except(variables)],
            Labels = kept,
            HostConfig = container.HostConfig,
        };
    }

    private async Task<bool> TryReplaceAsync(ContainerInspectResponse container, CreateContainerParameters parameters, CancellationToken cancellationToken)
    {
        if (!await lifecycle.TryRemoveStoppedAsync(container.ID, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        try
        {
            // The old one is gone, so the new one is made even if someone loses patience now.
            var made = await engine.CallAsync(
                (client, token) => client.Containers.CreateContainerAsync(parameters, token), CancellationToken.None).ConfigureAwait(false);
            if (container.State?.Running == true)
            {
                await lifecycle.StartAsync(made.ID, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.Conflict)
        {
            // A prompt came in between, and its process made the container.
        }

        return true;
    }
}
