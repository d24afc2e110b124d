using Claudebox.Docker;

namespace Claudebox.CommandLine.Installation;

/// <summary>The command in a directory of PATH.</summary>
internal sealed class CommandPart(InstallationPlan plan)
{
    private string Target => plan.CommandPath;

    private PackageContent Package => plan.Host.Package;

    /// <summary>Installs the running single file.</summary>
    public async Task<Outcome?> InstallAsync(CancellationToken cancellationToken)
    {
        if (Package.CommandFile is not { } source)
        {
            return Package.ToolCommand is { } tool
                ? Outcome.Unchanged($"the .NET tool {tool}")
                : Outcome.Skipped("this package has no command for PATH", "Use its cmdlets, or install the single file or the .NET tool Claudebox.Cli.");
        }

        var present = await InstalledCommand.InspectAsync(Target, cancellationToken).ConfigureAwait(false);
        if (present.Kind == CommandKind.Foreign)
        {
            return Outcome.Failed(
                $"{Target} is something else and was left alone", "Choose another name (--bin-name) or directory (--install-dir), or remove it yourself.");
        }

        return await PutAsync(source, present, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes the command, if it is ours.</summary>
    public async Task<Outcome?> UninstallAsync(CancellationToken cancellationToken)
    {
        if (Package.ToolCommand is not null)
        {
            return Outcome.Skipped("the .NET tool cannot remove itself", "Run: dotnet tool uninstall --global Claudebox.Cli");
        }

        var present = await InstalledCommand.InspectAsync(Target, cancellationToken).ConfigureAwait(false);
        if (present.Kind == CommandKind.Missing)
        {
            return Outcome.Unchanged($"there is none at {Target}");
        }

        if (present.Kind != CommandKind.Ours)
        {
            return Outcome.Skipped($"{Target} is not Claudebox and was left alone");
        }

        try
        {
            var left = CommandFile.Remove(Target);
            if (OperatingSystem.IsWindows())
            {
                WindowsPath.Remove(plan.InstallDirectory);
            }

            return Outcome.Done($"removed {Target}", left is null ? null : $"Windows cannot delete a program that runs. Delete it afterwards: {left}");
        }
        catch (UnauthorizedAccessException exception)
        {
            return Outcome.Failed(exception.Message, $"Run this as a user who may write to {plan.InstallDirectory}.");
        }
    }

    /// <summary>Installs a file over what is there.</summary>
    public async Task<Outcome> PutAsync(string source, InstalledCommand present, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(plan.InstallDirectory);
            var isSame = present.Kind == CommandKind.Ours && await IsSameAsync(source, cancellationToken).ConfigureAwait(false);
            if (!isSame)
            {
                await CommandFile.CopyAsync(source, Target, cancellationToken).ConfigureAwait(false);
            }

            var isMended = isSame && MendMode();
            return Describe(present, isSame, isMended);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            return Outcome.Failed(
                $"{Target} could not be written: {exception.Message}", "Choose a directory that you may write to (--install-dir ~/.local/bin), or run this as root.");
        }
    }

    /// <summary>Says what was done, and how the command is found by its name.</summary>
    public Outcome Describe(InstalledCommand before, bool isSame, bool isMended = false)
    {
        if (OperatingSystem.IsWindows())
        {
            WindowsPath.Add(plan.InstallDirectory);
        }

        var advice = SearchPath.Advice(Target, plan.Host.Variables);
        var text = $"{Target} ({InstalledCommand.OwnVersion})";
        return (isSame, isMended, before.Kind) switch
        {
            (true, false, _) => Outcome.Unchanged(text, advice),
            (true, true, _) => Outcome.Done($"made {text} executable for all", advice),
            (_, _, CommandKind.Earlier) => Outcome.Done($"{text}, in the place of the earlier implementation's script", advice),
            (_, _, CommandKind.Ours) => Outcome.Done($"{text}, in the place of {before.Version}", advice),
            _ => Outcome.Done(text, advice),
        };
    }

    private async Task<bool> IsSameAsync(string source, CancellationToken cancellationToken) =>
        new FileInfo(source).Length == new FileInfo(Target).Length &&
        await InstalledCommand.DigestAsync(source, cancellationToken).ConfigureAwait(false) ==
        await InstalledCommand.DigestAsync(Target, cancellationToken).ConfigureAwait(false);

    private bool MendMode()
    {
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(Target) & HostFile.Program) == HostFile.Program)
        {
            return false;
        }

        HostFile.SetMode(Target, HostFile.Program);
        return true;
    }
}
