namespace Claudebox.CommandLine.Installation;

/// <summary>What the caller of an installation chose. What is null comes from the settings.</summary>
public sealed record InstallOptions
{
    /// <summary>Whether the minimal variant of the default image is used, or the full one.</summary>
    public bool? Minimal { get; init; }

    /// <summary>The image's name.</summary>
    public string? Image { get; init; }

    /// <summary>The registry to pull from.</summary>
    public string? Registry { get; init; }

    /// <summary>The directory of the command.</summary>
    public string? InstallDirectory { get; init; }

    /// <summary>The name of the command.</summary>
    public string? BinName { get; init; }

    /// <summary>Whether the image is left alone.</summary>
    public bool SkipImage { get; init; }

    /// <summary>Whether the image is pulled or built although it is there.</summary>
    public bool ForceImage { get; init; }

    /// <summary>Whether the PowerShell module is left out.</summary>
    public bool NoModule { get; init; }

    /// <summary>Whether what is left of the earlier implementation is removed, and not only reported.</summary>
    public bool Migrate { get; init; }
}
