namespace Claudebox.Docker;

/// <summary>When an image is built or pulled although it is there.</summary>
public enum ImagePolicy
{
    /// <summary>Never.</summary>
    IfMissing,

    /// <summary>When the registry has a newer one, or the package carries another build context than it was built from.</summary>
    IfNewer,

    /// <summary>Always; a build uses no cache.</summary>
    Always,
}
