using System.Diagnostics;

namespace Claudebox.Image.Tests;

/// <summary>Files of the host, through its own tools. Owners can be given only by root, as which these tests run.</summary>
internal static class HostFiles
{
    public static void ChangeOwner(string owner, string path) => Run("chown", "--recursive", owner, path);

    /// <summary>Owner and mode, as in <c>1000:1000 700</c>.</summary>
    public static string OwnerAndMode(string path) => Run("stat", "-c", "%u:%g %a", path).Trim();

    public static string Owner(string path) => Run("stat", "-c", "%u:%g", path).Trim();

    /// <summary>What an owner cannot read or enter below a directory of theirs, apart from one part of it.</summary>
    public static string UnreadableTo(string owner, string directory, string apart) => Run(
        "setpriv", "--reuid", owner.Split(':')[0], "--regid", owner.Split(':')[1], "--clear-groups", "--",
        "find", directory, "-path", apart, "-prune", "-o", "(", "!", "-readable", "-o", "-type", "d", "!", "-executable", ")", "-print");

    public static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error.Result}");
    }
}
