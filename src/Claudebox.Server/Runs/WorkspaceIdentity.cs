using System.Security.Cryptography;
using System.Text;

namespace Claudebox.Server.Runs;

/// <summary>
/// What a directory is on the host, whatever path it is mounted at: device and root of its mount, plus the rest of
/// the path (design section 4). <c>/workspaces/x</c> in one container and <c>/home/u/x</c> in another meet here.
/// </summary>
internal sealed record WorkspaceIdentity(string Device, string HostPath)
{
    /// <summary>The name of its lock files.</summary>
    public string Key => Hash(Device);

    /// <summary>
    /// By which records that outlive a boot tell workspaces apart. Without the device, whose number changes with
    /// boots and mounts; what is in a container's own file system is this container's.
    /// </summary>
    public string DurableKey => Hash(IsOwn ? Environment.MachineName : "");

    // The root of a container has no device of its own to tell it from that of another.
    private bool IsOwn { get; init; }

    /// <summary>Reads the identity of a directory.</summary>
    /// <param name="realPath">The directory, links resolved.</param>
    public static WorkspaceIdentity Of(string realPath) => Of(realPath, ReadMounts());

    /// <summary>This process's mounts as they are now, for many look-ups at once.</summary>
    public static IReadOnlyList<string> ReadMounts() => File.ReadAllLines("/proc/self/mountinfo");

    /// <summary>Whether one of the two directories is, or lies in, the other.</summary>
    public bool Overlaps(WorkspaceIdentity other) =>
        Device == other.Device && (IsWithin(HostPath, other.HostPath) || IsWithin(other.HostPath, HostPath));

    internal static WorkspaceIdentity Of(string realPath, IEnumerable<string> mountInfo)
    {
        (string Device, string Root, string Point) best = ("", "/", "/");
        foreach (var line in mountInfo)
        {
            // id parent major:minor root mount-point options … (proc(5)); of equal mount points the last is on top.
            var fields = line.Split(' ');
            var point = Unescape(fields[4]);
            if (IsWithin(realPath, point) && point.Length >= best.Point.Length)
            {
                best = (fields[2], Unescape(fields[3]), point);
            }
        }

        var rest = realPath[(best.Point == "/" ? 0 : best.Point.Length)..];
        return new WorkspaceIdentity(best.Device, (best.Root.TrimEnd('/') + rest) is { Length: > 0 } path ? path : "/")
        {
            IsOwn = best.Point == "/",
        };
    }

    private string Hash(string place) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(place + "\n" + HostPath)))[..40];

    private static bool IsWithin(string path, string folder) =>
        folder == "/" || path == folder ||
        (path.Length > folder.Length && path.StartsWith(folder, StringComparison.Ordinal) && path[folder.Length] == '/');

    // mountinfo writes space, tab, line feed and backslash as three octal digits of a byte.
    private static string Unescape(string field)
    {
        if (!field.Contains('\\', StringComparison.Ordinal))
        {
            return field;
        }

        var bytes = new List<byte>();
        var source = Encoding.UTF8.GetBytes(field);
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] == '\\' && i + 3 < source.Length)
            {
                bytes.Add(Convert.ToByte(Encoding.ASCII.GetString(source, i + 1, 3), 8));
                i += 3;
            }
            else
            {
                bytes.Add(source[i]);
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
