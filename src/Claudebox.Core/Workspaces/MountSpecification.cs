using Claudebox.Runs;

namespace Claudebox.Workspaces;

/// <summary>A directory or file of the host that is visible in the container.</summary>
/// <param name="Source">Absolute path on the host.</param>
/// <param name="Target">Absolute path inside.</param>
/// <param name="IsReadOnly">Whether it cannot be written from inside.</param>
public sealed record MountSpecification(string Source, string Target, bool IsReadOnly = false)
{
    /// <summary>
    /// Reads <c>path</c> (the same path on both sides), <c>source:target</c>, and <c>source:target:ro</c> or <c>:rw</c>.
    /// The source may begin with <c>~</c>, be relative, and on Windows have a drive letter.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="paths">What relative paths and <c>~</c> mean.</param>
    /// <returns>The mount, with absolute paths. Whether the source exists is not looked at.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>, with the text and what is wrong with it.</exception>
    public static MountSpecification Parse(string text, HostPaths paths)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(paths);
        var drive = paths.IsWindows && HostPaths.HasDrive(text) ? text[..2] : string.Empty;
        var parts = text[drive.Length..].Split(':');
        if (parts.Length > 3)
        {
            throw Invalid(text, "has more than three parts");
        }

        if (parts.Any(part => part.Length == 0))
        {
            throw Invalid(text, text.Length == 0 ? "is empty" : "has an empty part");
        }

        var source = paths.Resolve(drive + parts[0]);
        var target = parts.Length == 1 ? paths.ToContainerPath(source) : ResolveTarget(text, parts[1]);
        return target == "/"
            ? throw Invalid(text, "would cover the container's whole file system")
            : new MountSpecification(source, target, parts.Length == 3 && IsReadOnlyOption(text, parts[2]));
    }

    /// <summary>The text that <see cref="Parse"/> reads back, unless a path holds a colon of its own.</summary>
    /// <returns><c>source:target:ro</c> or <c>source:target:rw</c>.</returns>
    public override string ToString() => $"{Source}:{Target}:{(IsReadOnly ? "ro" : "rw")}";

    private static string ResolveTarget(string text, string target)
    {
        if (target[0] != '/' || target.Contains('\0'))
        {
            throw Invalid(text, $"has the target '{target}', which must be an absolute path such as /data");
        }

        return "/" + string.Join('/', HostPaths.Normalize(target.Split('/')));
    }

    private static bool IsReadOnlyOption(string text, string option) => option switch
    {
        "ro" => true,
        "rw" => false,
        _ => throw Invalid(text, $"has the option '{option}'; only ro and rw are known"),
    };

    private static ClaudeboxException Invalid(string text, string problem) => HostPaths.Invalid(text,
        $"is not a mount: it {problem}. Write path, source:target, or source:target:ro");
}
