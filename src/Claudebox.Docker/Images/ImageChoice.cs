using Claudebox.Settings;

namespace Claudebox.Docker;

/// <summary>Which image is used, and where it comes from.</summary>
public sealed record ImageChoice
{
    /// <summary>A value of <see cref="WhenMissing"/>: a missing image is built from <see cref="Context"/>.</summary>
    public const string Build = "build";

    /// <summary>A value of <see cref="WhenMissing"/>: a missing image is pulled.</summary>
    public const string Pull = "pull";

    /// <summary>A value of <see cref="WhenMissing"/>: a missing image is an error.</summary>
    public const string Fail = "fail";

    /// <summary>The image's name.</summary>
    public required string Reference { get; init; }

    /// <summary>The target of the Dockerfile: <c>full</c> or <c>minimal</c>.</summary>
    public required string Variant { get; init; }

    /// <summary>What happens when the image is missing: <c>build</c>, <c>pull</c> or <c>fail</c>.</summary>
    public required string WhenMissing { get; init; }

    /// <summary>The image that a build starts from.</summary>
    public required string BaseImage { get; init; }

    /// <summary>Whether a build is limited to package registries.</summary>
    public bool RegistriesOnly { get; init; }

    /// <summary>What a build reads, when the image may be built and there is something.</summary>
    public BuildContext? Context { get; init; }

    /// <summary>Makes the choice.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="image">The image that the caller names; null leaves it to the settings.</param>
    /// <param name="contextDirectory">The directory with the Dockerfile; null means what the package carries.</param>
    /// <returns>The choice.</returns>
    /// <exception cref="Claudebox.Runs.ClaudeboxException"><see cref="Claudebox.Runs.FailureCode.InvalidRequest"/>: a setting cannot be used.</exception>
    public static ImageChoice Of(SettingResolver settings, string? image = null, string? contextDirectory = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var variant = settings.Switch(SettingTable.Minimal) ? "minimal" : "full";
        var registry = settings.Text(SettingTable.Registry)?.TrimEnd('/');
        var named = image ?? settings.Text(SettingTable.Image);
        var reference = named ?? (registry is null ? DefaultName(variant) : $"{registry}/{DefaultName(variant)}");
        var choice = new ImageChoice
        {
            Reference = reference,
            Variant = variant,
            WhenMissing = registry is null ? Fail : Pull,
            BaseImage = settings.Text(SettingTable.BaseImage)!,
            RegistriesOnly = settings.Switch(SettingTable.RegistriesOnly),
        };

        // A name that the user chose is never given to an image that we build: it may belong to something else.
        if (registry is not null || DefaultVariant(reference) is not { } known)
        {
            return choice;
        }

        var context = contextDirectory is null ? BuildContext.Find() : BuildContext.OfDirectory(contextDirectory);
        return choice with { Variant = known, WhenMissing = context is null ? Fail : Build, Context = context };
    }

    internal static string DefaultName(string variant, string? version = null) =>
        $"claudebox:{version ?? ClaudeboxVersion.Current}{(variant == "minimal" ? "-minimal" : string.Empty)}";

    private static string? DefaultVariant(string reference) =>
        ((string[])["minimal", "full"]).FirstOrDefault(variant => reference == DefaultName(variant));
}
