using System.IO.Compression;

namespace Claudebox.CommandLine.Installation;

/// <summary>The PowerShell module, in the user's folder for modules.</summary>
internal sealed class ModulePart(InstallationPlan plan)
{
    /// <summary>Installs the module that the package has.</summary>
    public async Task<Outcome?> InstallAsync(bool leaveOut, CancellationToken cancellationToken)
    {
        var package = plan.Host.Package;
        if (leaveOut)
        {
            return Outcome.Skipped("left out, as asked");
        }

        if (package.ModuleFolder is { } folder)
        {
            var home = Path.GetFullPath(folder);
            return ModuleFolders.All(plan).Any(modules => ModuleFolders.Find(modules).Contains(home, StringComparer.Ordinal))
                ? Outcome.Unchanged(home)
                : await PutAsync(home, (target, token) => CopyAsync(home, target, token), cancellationToken).ConfigureAwait(false);
        }

        if (package.ModuleArchive is not { } archive)
        {
            return Outcome.Skipped("this package does not carry it", "PowerShell users find it as Claudebox-VERSION.zip beside the command.");
        }

        if (!Directory.Exists(ModuleFolders.OfUser(plan)) && SearchPath.Find("pwsh", plan.Host.Variables) is null)
        {
            return Outcome.Skipped("there is no PowerShell on this computer");
        }

        return await PutAsync(null, (target, token) => ExtractAsync(archive, target, token), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes every version of it from the user's folder.</summary>
    public Task<Outcome?> UninstallAsync(CancellationToken cancellationToken)
    {
        var found = ModuleFolders.Find(ModuleFolders.OfUser(plan));
        foreach (var folder in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Directory.Delete(folder, recursive: true);
        }

        var parent = Path.Combine(ModuleFolders.OfUser(plan), "Claudebox");
        if (Directory.Exists(parent) && !Directory.EnumerateFileSystemEntries(parent).Any())
        {
            Directory.Delete(parent);
        }

        return Task.FromResult<Outcome?>(
            found.Count == 0 ? Outcome.Unchanged($"there is none in {ModuleFolders.OfUser(plan)}") : Outcome.Done($"removed {string.Join(", ", found)}"));
    }

    // Beside its place and then renamed: a PowerShell that starts meanwhile finds the module whole or not at all.
    private async Task<Outcome> PutAsync(string? source, Func<string, CancellationToken, Task> fill, CancellationToken cancellationToken)
    {
        var version = source is null ? InstalledCommand.OwnVersion : ModuleFolders.VersionOf(source)!;
        var target = ModuleFolders.OfVersion(ModuleFolders.OfUser(plan), version);
        var scratch = $"{Path.GetDirectoryName(target)}/.{version}-{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(scratch);
            await fill(scratch, cancellationToken).ConfigureAwait(false);
            if (ModuleFolders.VersionOf(scratch) is null)
            {
                return Outcome.Failed("what the package has is not the module Claudebox");
            }

            if (Directory.Exists(target) &&
                await FolderDigest.OfAsync(scratch, cancellationToken).ConfigureAwait(false) == await FolderDigest.OfAsync(target, cancellationToken).ConfigureAwait(false))
            {
                return Outcome.Unchanged(target);
            }

            Replace(scratch, target, scratch + ".old");
            return Outcome.Done(target, "In PowerShell: Import-Module Claudebox");
        }
        finally
        {
            if (Directory.Exists(scratch))
            {
                Directory.Delete(scratch, recursive: true);
            }
        }
    }

    // What is there goes only when the new one is in its place.
    internal static void Replace(string source, string target, string aside)
    {
        var isThere = Directory.Exists(target);
        if (isThere)
        {
            Directory.Move(target, aside);
        }

        try
        {
            Directory.Move(source, target);
        }
        catch when (isThere)
        {
            Directory.Move(aside, target);
            throw;
        }

        if (isThere)
        {
            Directory.Delete(aside, recursive: true);
        }
    }

    private static async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        foreach (var directory in Directory.EnumerateDirectories(from))
        {
            await CopyAsync(directory, Directory.CreateDirectory(Path.Combine(to, Path.GetFileName(directory))).FullName, cancellationToken).ConfigureAwait(false);
        }

        foreach (var file in Directory.EnumerateFiles(from))
        {
            cancellationToken.ThrowIfCancellationRequested();
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    // The archive's top is Claudebox/VERSION/.
    private static async Task ExtractAsync(string archive, string target, CancellationToken cancellationToken)
    {
        var unpacked = target + ".unpacked";
        try
        {
            await Task.Run(() => ZipFile.ExtractToDirectory(archive, unpacked), cancellationToken).ConfigureAwait(false);
            await CopyAsync(Path.Combine(unpacked, "Claudebox", InstalledCommand.OwnVersion), target, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException exception)
        {
            throw new IOException($"{archive} is no whole zip archive: {exception.Message}", exception);
        }
        finally
        {
            if (Directory.Exists(unpacked))
            {
                Directory.Delete(unpacked, recursive: true);
            }
        }
    }
}
