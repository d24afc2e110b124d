using Claudebox.Runs;
using Claudebox.Server.Files;

namespace Claudebox.Server.Mcp;

/// <summary>Addresses of workspace files as resources: <c>workspace:///path/below/the/root</c>.</summary>
internal static class WorkspaceUri
{
    /// <summary>The template of all of them (RFC 6570: slashes stay as they are).</summary>
    public const string Template = Prefix + "{+path}";

    private const string Prefix = "workspace:///";

    /// <summary>The address of a path.</summary>
    public static string Of(JailPath path) => Prefix + string.Join('/', path.Parts.Select(Uri.EscapeDataString));

    /// <summary>The path of an address; null when it is not one of ours.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.PathRefused"/>.</exception>
    public static JailPath? Parse(string address) => address.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        ? JailPath.OfTarget(address[(Prefix.Length - 1)..], "/")
        : null;
}
