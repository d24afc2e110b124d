namespace Claudebox.PowerShell.Installation;

/// <summary>The choices of <c>Install-Claudebox</c>; what is null comes from the settings.</summary>
internal sealed record InstallChoices
{
    public ClaudeboxVariant? Variant { get; init; }

    public string? Image { get; init; }

    public string? Registry { get; init; }

    public bool SkipImage { get; init; }

    public bool Force { get; init; }

    public bool NoModule { get; init; }

    public bool Migrate { get; init; }
}
