using System.Text.Json;

namespace Claudebox.Docker;

/// <summary>What a build context says about itself, in its file <c>context.json</c>: the build of Claudebox writes it.</summary>
/// <param name="ClaudeCode">The version of Claude Code that the image gets.</param>
/// <param name="Digests">
/// A digest of all that goes into the image, for each architecture (<c>x64</c>, <c>arm64</c>) that the context has a server for.
/// </param>
internal sealed record ContextManifest(string ClaudeCode, IReadOnlyDictionary<string, string> Digests)
{
    internal static ContextManifest Read(Stream stream)
    {
        using var document = JsonDocument.Parse(stream);
        return new ContextManifest(
            document.RootElement.GetProperty("claudeCode").GetString()!,
            document.RootElement.GetProperty("digests").EnumerateObject().ToDictionary(item => item.Name, item => item.Value.GetString()!));
    }
}
