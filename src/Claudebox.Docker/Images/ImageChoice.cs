using Claudebox.Settings;

namespace Claudebox.Docker;

/// <summary>Which image a workspace uses, and what to do when it is missing.</summary>
internal sealed record ImageChoice(string Reference, string Variant, string WhenMissing, string? BuildContext)
{
    internal const string Build = "build";
    internal const string Pull = "pull";
    internal const string Fail = "fail";

    internal static ImageChoice Of(WorkspaceOptions options, SettingResolver settings)
    {
        var variant = settings.Switch(SettingTable.Minimal) ? "minimal" : "full";
        var registry = settings.Text(SettingTable.Registry)?.TrimEnd('/');
        var named = options.Image ?? settings.Text(SettingTable.Image);
        if (registry is not null)
        {
            return new ImageChoice(named ?? $"{registry}/{DefaultName(variant)}", variant, Pull, null);
        }

        // A name that the user chose is never given to an image that we build: it may belong to something else.
        var reference = named ?? DefaultName(variant);
        if (DefaultVariant(reference) is { } known)
        {
            var context = options.BuildContext ?? FindContext();
            return new ImageChoice(reference, known, context is null ? Fail : Build, context);
        }

        return new ImageChoice(reference, variant, Fail, null);
    }

    internal static string DefaultName(string variant) =>
        $"claudebox:{ClaudeboxVersion.Current}{(variant == "minimal" ? "-minimal" : string.Empty)}";

    private static string? DefaultVariant(string reference) =>
        ((string[])["minimal", "full"]).FirstOrDefault(variant => reference == DefaultName(variant));

    // The module keeps this assembly in deps/, the tool keeps it beside the program.
    private static string? FindContext()
    {
        var directory = Path.GetDirectoryName(typeof(ImageChoice).Assembly.Location);
        directory = string.IsNullOrEmpty(directory) ? AppContext.BaseDirectory : directory;
        return ((string[])[Path.Combine(directory, "image"), Path.Combine(directory, "..", "image")])
            .Select(Path.GetFullPath)
            .FirstOrDefault(candidate => File.Exists(Path.Combine(candidate, "Dockerfile")));
    }
}
