using Claudebox.Docker;
using Claudebox.Runs;
using Claudebox.Settings;

namespace Claudebox.CommandLine.Installation;

/// <summary>Brings the installed command to the newest version that can be had.</summary>
internal sealed class CommandUpdate(InstallationPlan plan, IProgress<EngineProgress>? progress)
{
    /// <summary>The command, when another version of it than the running one is installed now; it carries an image of its own.</summary>
    public string? NewCommand { get; private set; }

    public async Task<Outcome?> RunAsync(CancellationToken cancellationToken)
    {
        var package = plan.Host.Package;
        if (package.CommandFile is not { } running)
        {
            return package.ToolCommand is null
                ? Outcome.Skipped("this package has no command for PATH")
                : Outcome.Skipped("the .NET tool cannot replace itself", "Run: dotnet tool update --global Claudebox.Cli");
        }

        var installed = await InstalledCommand.InspectAsync(plan.CommandPath, cancellationToken).ConfigureAwait(false);
        if (plan.Settings.Text(SettingTable.DownloadUrl) is { } address)
        {
            using var source = ReleaseSource.TryOpen(address) ??
                throw plan.Settings.Invalid(SettingTable.DownloadUrl, "must be an http or https address");
            return await DownloadAsync(source, installed.Kind == CommandKind.Ours ? plan.CommandPath : running, cancellationToken).ConfigureAwait(false);
        }

        return installed.Kind switch
        {
            CommandKind.Ours when InstalledCommand.IsOlder(InstalledCommand.OwnVersion, installed.Version!) =>
                Outcome.Unchanged($"{plan.CommandPath} ({installed.Version}) is newer than this copy ({InstalledCommand.OwnVersion})"),
            CommandKind.Ours => await CopyAsync(running, installed, cancellationToken).ConfigureAwait(false),
            _ => Outcome.Skipped($"it is not installed at {plan.CommandPath}", "Run: claudebox install"),
        };
    }

    private async Task<Outcome> CopyAsync(string running, InstalledCommand installed, CancellationToken cancellationToken)
    {
        var outcome = await new CommandPart(plan).PutAsync(running, installed, cancellationToken).ConfigureAwait(false);
        return outcome is { Status: Claudebox.Installation.InstallStepStatus.Unchanged }
            ? outcome with
            {
                Detail = $"{outcome.Detail} is the newest that is known here",
                Advice = outcome.Advice ?? $"With {SettingTable.DownloadUrl.Name} a newer one is looked for.",
            }
            : outcome;
    }

    private async Task<Outcome> DownloadAsync(ReleaseSource source, string target, CancellationToken cancellationToken)
    {
        var digest = await source.DigestAsync(cancellationToken).ConfigureAwait(false);
        if (await InstalledCommand.DigestAsync(target, cancellationToken).ConfigureAwait(false) == digest)
        {
            return Outcome.Unchanged($"{target} is the newest at {source}");
        }

        var before = await InstalledCommand.InspectAsync(target, cancellationToken).ConfigureAwait(false);
        var scratch = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}-{Guid.NewGuid():N}");
        try
        {
            await source.DownloadAsync(scratch, digest, progress, cancellationToken).ConfigureAwait(false);
            var found = await InstalledCommand.InspectAsync(scratch, cancellationToken).ConfigureAwait(false);
            if (found.Kind != CommandKind.Ours)
            {
                return Outcome.Failed($"what lies at {source}{ReleaseSource.FileName} is not Claudebox");
            }

            if (before.Version is { } version && InstalledCommand.IsOlder(found.Version!, version))
            {
                return Outcome.Unchanged($"{target} ({version}) is newer than what lies at {source} ({found.Version})");
            }

            if (await NewCommandProcess.TryAsync(scratch, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                return Outcome.Failed($"{found.Version} from {source} does not run here, so {target} was kept: {problem}");
            }

            CommandFile.Move(scratch, target);
            NewCommand = target;
            return Outcome.Done($"{target} ({found.Version}), in the place of {before.Version ?? "what was there"}");
        }
        catch (UnauthorizedAccessException exception)
        {
            return Outcome.Failed($"{target} could not be written: {exception.Message}", "Run this as a user who may write there.", FailureCode.InstallationFailed);
        }
        finally
        {
            File.Delete(scratch);
        }
    }
}
