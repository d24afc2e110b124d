using System.Text;
using Claudebox.Docker;

namespace Claudebox.CommandLine.Installation;

/// <summary>
/// The SSH key that only containers get. Keys that are there are kept, be they made here or elsewhere; keys of the earlier
/// implementation's directory are copied, so that hosts which know them keep knowing them.
/// </summary>
internal sealed class SshKeyPart(InstallationPlan plan)
{
    internal const string KeyFile = "id_ed25519";
    private const string EarlierDirectory = "claude-code";

    private string Directory => plan.SshDirectory;

    private static string Comment => $"{Environment.UserName}@{Environment.MachineName}";

    public async Task<Outcome?> RunAsync(CancellationToken cancellationToken)
    {
        CreateDirectory();
        if (PrivateKeys(Directory).ToList() is { Count: > 0 } present)
        {
            return await MendAsync(present, cancellationToken).ConfigureAwait(false);
        }

        var earlier = Path.Combine(plan.Paths.HomeDirectory, ".ssh", EarlierDirectory);
        if (System.IO.Directory.Exists(earlier) && PrivateKeys(earlier).Any())
        {
            return await CopyAsync(earlier, cancellationToken).ConfigureAwait(false);
        }

        var path = Path.Combine(Directory, KeyFile);
        var pair = SshKeyPair.Generate(Comment);
        await WriteAsync(path, HostFile.OwnerOnly, pair.PrivateKey, cancellationToken).ConfigureAwait(false);
        await WriteAsync(path + ".pub", HostFile.Public, pair.PublicKey, cancellationToken).ConfigureAwait(false);
        return Outcome.Done(
            $"ed25519 key {path}", $"Give its public half to the hosts that the agent is to reach, such as your Git server: {path}.pub");
    }

    private static IEnumerable<string> PrivateKeys(string directory) => System.IO.Directory.EnumerateFiles(directory, "id_*")
        .Where(path => !path.EndsWith(".pub", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static Task WriteAsync(string path, UnixFileMode mode, string text, CancellationToken cancellationToken) => HostFile.WriteAsync(
        path, mode, (file, token) => file.WriteAsync(Encoding.ASCII.GetBytes(text), token).AsTask(), overwrite: false, cancellationToken);

    private void CreateDirectory()
    {
        // Each of them, so that ~/.ssh is its owner's alone as well.
        HostFile.CreateFolder(Path.GetDirectoryName(Directory)!);
        if (!HostFile.CreateFolder(Directory))
        {
            HostFile.SetMode(Directory, HostFile.OwnerFolder);
        }
    }

    private static async Task<Outcome> MendAsync(List<string> keys, CancellationToken cancellationToken)
    {
        var mended = new List<string>();
        foreach (var key in keys)
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(key) & ~HostFile.OwnerOnly) != 0)
            {
                HostFile.SetMode(key, HostFile.OwnerOnly);
                mended.Add($"mode of {key}");
            }

            if (!File.Exists(key + ".pub") &&
                SshKeyPair.TryDerive(await File.ReadAllTextAsync(key, cancellationToken).ConfigureAwait(false), Comment) is { } line)
            {
                await WriteAsync(key + ".pub", HostFile.Public, line, cancellationToken).ConfigureAwait(false);
                mended.Add($"{key}.pub");
            }
        }

        var kept = $"kept {string.Join(", ", keys)}";
        return mended.Count == 0 ? Outcome.Unchanged(kept) : Outcome.Done($"{kept}; mended: {string.Join(", ", mended)}");
    }

    private async Task<Outcome> CopyAsync(string earlier, CancellationToken cancellationToken)
    {
        foreach (var source in System.IO.Directory.EnumerateFiles(earlier))
        {
            var target = Path.Combine(Directory, Path.GetFileName(source));
            if (File.Exists(target))
            {
                continue;
            }

            var isPublic = source.EndsWith(".pub", StringComparison.Ordinal);
            var content = File.OpenRead(source);
            await using (content.ConfigureAwait(false))
            {
                await HostFile.WriteAsync(
                    target, isPublic ? HostFile.Public : HostFile.OwnerOnly, (file, token) => content.CopyToAsync(file, token),
                    overwrite: false, cancellationToken).ConfigureAwait(false);
            }
        }

        return Outcome.Done(
            $"copied the keys of {earlier} to {Directory}", $"The old directory was left; remove it when nothing uses it: rm -r {earlier}");
    }
}
