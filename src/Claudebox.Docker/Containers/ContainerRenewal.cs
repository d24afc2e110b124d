namespace Claudebox.Docker;

/// <summary>What an update did to a container.</summary>
public enum ContainerRenewalOutcome
{
    /// <summary>Its image is the present one.</summary>
    Current,

    /// <summary>It was made anew on the present image.</summary>
    Renewed,

    /// <summary>It stays on the earlier image, because something goes on in it.</summary>
    InUse,

    /// <summary>It could not be made anew.</summary>
    Failed,
}

/// <summary>A container, and what an update did to it.</summary>
/// <param name="Container">The container as it was.</param>
/// <param name="Outcome">What was done.</param>
/// <param name="Detail">What goes on in it, or why it failed; null for the other outcomes.</param>
public sealed record ContainerRenewal(WorkspaceContainer Container, ContainerRenewalOutcome Outcome, string? Detail = null);
