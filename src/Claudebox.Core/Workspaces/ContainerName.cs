using System.Security.Cryptography;
using System.Text;
using Claudebox.Runs;

namespace Claudebox.Workspaces;

/// <summary>
/// Names of containers (design section 5). They are for people: containers are found by their labels. Different workspaces
/// and roles get different names.
/// </summary>
public static class ContainerName
{
    // Docker sets no limit, but the name is also shown in tables and used in file names.
    private const int LongestSlug = 100;
    private const int HashLength = 12;
    private static readonly string[] RoleSegments = ["prog", "cron", "server"];

    /// <summary>
    /// <c>claude-</c>, the path with <c>/</c> as <c>_</c>, a hash of the path where the path cannot be read back from that
    /// (<c>__</c> and 12 hexadecimal digits), and the role's suffix: none for interactive, else <c>_prog</c>, <c>_server</c>.
    /// </summary>
    /// <param name="path">Absolute path of the workspace inside the container.</param>
    /// <param name="role">The container's role.</param>
    /// <param name="withHash">Appends the hash in any case: a container that is not ours has the plain name.</param>
    /// <returns>A name that Docker accepts.</returns>
    public static string For(string path, WorkspaceRole role, bool withHash = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!path.StartsWith('/'))
        {
            throw new ArgumentException("The path must be absolute.", nameof(path));
        }

        var full = "/" + string.Join('/', HostPaths.Normalize(path.Split('/')));
        var slug = new StringBuilder(full.Length);
        foreach (var character in full)
        {
            slug.Append(character == '/' ? '_' : IsPlain(character) ? character : '-');
        }

        var hash = withHash || NeedsHash(full) ? Hash(full) : null;
        var name = slug.Length > LongestSlug ? slug.ToString(0, LongestSlug) : slug.ToString();
        return "claude-" + name + hash + Suffix(role);
    }

    /// <summary>The name of a container whose base name the user chose.</summary>
    /// <param name="baseName">The user's name (<c>CLAUDEBOX_CONTAINER_NAME</c>).</param>
    /// <param name="path">Absolute path of the workspace inside the container.</param>
    /// <param name="role">The container's role.</param>
    /// <param name="withHash">Appends a hash of the path: a container of something else has the plain name.</param>
    /// <returns>A name that Docker accepts.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: Docker does not accept the name.</exception>
    public static string ForBaseName(string baseName, string path, WorkspaceRole role, bool withHash = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Checked(baseName) + (withHash ? Hash(path) : null) + Suffix(role);
    }

    /// <summary>Checks a name that the user chose.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The same name.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: Docker does not accept the name.</exception>
    public static string Checked(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length >= 2 && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => IsPlain(c) || c == '_')
            ? name
            : throw new ClaudeboxException(FailureCode.InvalidRequest,
                $"'{name}' is not a container name: it must have at least two letters, digits, '_', '.' or '-', and begin with a letter or digit.");
    }

    private static bool IsPlain(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '-';

    private static bool NeedsHash(string path) =>
        path.Length > LongestSlug ||
        !path.All(c => c == '/' || IsPlain(c)) ||
        RoleSegments.Contains(path[(path.LastIndexOf('/') + 1)..]);

    // Two underscores: no normalised path gives them, so a hash never reads as a directory.
    private static string Hash(string path) =>
        "__" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..HashLength].ToLowerInvariant();

    private static string Suffix(WorkspaceRole role) => role == WorkspaceRole.Interactive ? string.Empty : "_" + role.ToName();
}
