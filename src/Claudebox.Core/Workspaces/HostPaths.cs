using Claudebox.Runs;

namespace Claudebox.Workspaces;

/// <summary>Rules of paths on the host, as pure functions of its kind, home and current directory.</summary>
/// <param name="BaseDirectory">What relative paths are relative to; absolute.</param>
/// <param name="HomeDirectory">What <c>~</c> means; absolute.</param>
/// <param name="IsWindows">Whether paths have drive letters and backslashes.</param>
public sealed record HostPaths(string BaseDirectory, string HomeDirectory, bool IsWindows)
{
    /// <summary>The rules of this computer.</summary>
    /// <param name="baseDirectory">What relative paths are relative to.</param>
    /// <returns>The rules.</returns>
    public static HostPaths OfThisComputer(string baseDirectory) => new(
        Path.GetFullPath(baseDirectory),
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify),
        OperatingSystem.IsWindows());

    /// <summary>Makes a path absolute: <c>~</c>, relative parts, <c>.</c> and <c>..</c> are resolved, without looking at the disk.</summary>
    /// <param name="path">A path of the host.</param>
    /// <returns>The absolute path, without a separator at its end.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: empty, or not a path.</exception>
    public string Resolve(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0 || path.Contains('\0'))
        {
            throw Invalid(path, "is not a path");
        }

        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal) || (IsWindows && path.StartsWith("~\\", StringComparison.Ordinal)))
        {
            return Resolve(Join(HomeDirectory, path[1..]));
        }

        if (IsWindows)
        {
            return ResolveWindows(path);
        }

        return "/" + string.Join('/', Normalize((path[0] == '/' ? path : Join(BaseDirectory, path)).Split('/')));
    }

    /// <summary>Where a directory of the host lies inside containers: at the same path; <c>C:\a\b</c> is <c>/c/a/b</c>.</summary>
    /// <param name="path">An absolute path of the host.</param>
    /// <returns>The path inside.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: a network path of Windows.</exception>
    public string ToContainerPath(string path)
    {
        var full = Resolve(path);
        return IsWindows ? $"/{char.ToLowerInvariant(full[0])}{full[2..].Replace('\\', '/')}".TrimEnd('/') : full;
    }

    internal static bool HasDrive(string path) =>
        path.Length >= 3 && char.IsAsciiLetter(path[0]) && path[1] == ':' && path[2] is '\\' or '/';

    internal static ClaudeboxException Invalid(string text, string problem) =>
        new(FailureCode.InvalidRequest, $"'{text.Replace("\0", "\\0", StringComparison.Ordinal)}' {problem}.");

    internal static List<string> Normalize(string[] segments)
    {
        var result = new List<string>(segments.Length);
        foreach (var segment in segments)
        {
            if (segment == ".." && result.Count > 0)
            {
                result.RemoveAt(result.Count - 1);
            }
            else if (segment is not ("" or "." or ".."))
            {
                result.Add(segment);
            }
        }

        return result;
    }

    private string ResolveWindows(string path)
    {
        if (path.StartsWith("\\\\", StringComparison.Ordinal) || path.StartsWith("//", StringComparison.Ordinal))
        {
            throw Invalid(path, "is a network path, which cannot be mounted; map it to a drive or copy it");
        }

        var full = path switch
        {
            _ when HasDrive(path) => path,
            ['\\' or '/', ..] => BaseDirectory[..2] + path,
            _ when path.Contains(':', StringComparison.Ordinal) => throw Invalid(path, "is not a path"),
            _ => Join(BaseDirectory, path),
        };
        return $"{char.ToUpperInvariant(full[0])}:\\" + string.Join('\\', Normalize(full[3..].Split('\\', '/')));
    }

    private string Join(string directory, string rest) => directory + (IsWindows ? '\\' : '/') + rest;
}
