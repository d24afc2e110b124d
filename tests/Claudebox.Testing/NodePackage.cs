using System.Runtime.InteropServices;

namespace Claudebox.Testing;

/// <summary>A package from npm with a Node.js that is new enough for it, whatever the machine has. Both are fetched once per checkout.</summary>
public sealed class NodePackage
{
    private const string NodeVersion = "22.23.3";

    private NodePackage(string node, string folder)
    {
        Node = node;
        Folder = folder;
    }

    /// <summary>The path of Node.js.</summary>
    public string Node { get; }

    /// <summary>The package's folder, for <c>require</c>.</summary>
    public string Folder { get; }

    /// <summary>Gives a package in <c>.tools/</c>; it is fetched first when it is missing, without running its scripts.</summary>
    /// <param name="name">The package.</param>
    /// <param name="version">Its version, exactly.</param>
    /// <param name="cancellationToken">Stops the fetching.</param>
    /// <exception cref="InvalidOperationException">npm is missing, or could not fetch it; the message has npm's own.</exception>
    public static async Task<NodePackage> GetAsync(string name, string version, CancellationToken cancellationToken = default)
    {
        // What the package "node" would install for this machine by a script.
        var architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        var node = await FetchAsync("node-linux-" + architecture, NodeVersion, cancellationToken);
        return new NodePackage(Path.Combine(node, "bin", "node"), await FetchAsync(name, version, cancellationToken));
    }

    private static async Task<string> FetchAsync(string name, string version, CancellationToken cancellationToken)
    {
        var folder = await ToolFolder.GetAsync(
            name.Replace('/', '-'),
            version,
            scratch => Npm.RunAsync(
                ["install", $"{name}@{version}", "--prefix", scratch, "--ignore-scripts", "--no-audit", "--no-fund"], scratch, cancellationToken),
            cancellationToken);
        return Path.Combine(folder, "node_modules", name);
    }
}
