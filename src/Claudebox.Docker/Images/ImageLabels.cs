namespace Claudebox.Docker;

/// <summary>Labels of images.</summary>
internal static class ImageLabels
{
    /// <summary>The version of Claudebox that the image was built from.</summary>
    internal const string Version = "claudebox.version";

    /// <summary>The protocol that its server speaks.</summary>
    internal const string Protocol = "claudebox.protocol";

    /// <summary>The digest of the context it was built from (<see cref="ContextManifest.Digests"/>).</summary>
    internal const string Context = "claudebox.context";

    /// <summary>The version of Claude Code in it.</summary>
    internal const string ClaudeCode = "claudebox.claude-code";

    /// <summary>The value of a label; null when it is missing or empty.</summary>
    internal static string? Find(IDictionary<string, string>? labels, string name) =>
        labels?.TryGetValue(name, out var value) == true && value.Length > 0 ? value : null;
}
