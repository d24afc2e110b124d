using System.Runtime.CompilerServices;
using Claudebox.Docker;
using Claudebox.Installation;
using Claudebox.Runs;
using Claudebox.Settings;

namespace Claudebox.CommandLine.Installation;

/// <summary>
/// Installs, updates and uninstalls Claudebox for a user. It asks nothing, never needs another user's rights, and leaves what is
/// as it is to be untouched, so that it can be run again at any time. Each step is told when it has ended.
/// </summary>
/// <param name="host">Where, and from what.</param>
public sealed class Installer(InstallationHost host)
{
    /// <summary>The command, when an update has replaced it by another version than the running one; null otherwise.</summary>
    public string? NewCommand { get; private set; }

    /// <summary>What the command is called that <see cref="InstallAsync"/> installs.</summary>
    public string CommandName { get; private set; } = SettingTable.BinName.Default!;

    /// <summary>Installs: SSH key, data directory, image, command, module; then remembers the choices.</summary>
    /// <param name="options">The choices.</param>
    /// <param name="progress">Told what takes long, from any thread; may be null.</param>
    /// <param name="cancellationToken">Ends the work between or in steps; nothing stays half done.</param>
    /// <returns>The steps.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: a choice, or the configuration file, cannot be used.</exception>
    public async IAsyncEnumerable<InstallStep> InstallAsync(
        InstallOptions options, IProgress<EngineProgress>? progress = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var plan = InstallationPlan.Of(host, options);
        CommandName = host.Package.CommandFile is null ? CommandName : plan.CommandName;
        ForeignHome.Check(host.Variables, plan.Paths.HomeDirectory, !plan.Paths.IsWindows && Environment.IsPrivilegedProcess);
        var engine = new EnginePart(plan);
        await using var owned = engine.ConfigureAwait(false);
        var image = new ImagePart(plan, engine, progress);
        Part[] parts =
        [
            new(StepNames.Engine, engine.RunAsync),
            new(StepNames.DataDirectory, new DataDirectoryPart(plan).RunAsync, StepNames.Engine),
            new(StepNames.SshKey, new SshKeyPart(plan).RunAsync, StepNames.Engine),
            new(StepNames.Image, token => image.InstallAsync(options.SkipImage, options.ForceImage, token), StepNames.Engine),
            new(
                StepNames.Containers,
                token => image.ReplacedId is null ? Task.FromResult<Outcome?>(null) : new ContainersPart(engine, image).RenewAsync(token),
                StepNames.Image),
            new(StepNames.Command, new CommandPart(plan).InstallAsync, StepNames.Engine),
            new(StepNames.Module, token => new ModulePart(plan).InstallAsync(options.NoModule, token), StepNames.Engine),
            new(
                StepNames.Configuration, new ConfigurationPart(plan).RunAsync,
                StepNames.Engine, StepNames.DataDirectory, StepNames.SshKey, StepNames.Image, StepNames.Command),
            new(StepNames.EarlierCommand, token => new EarlierCommandPart(plan).RunAsync(options.Migrate, token), StepNames.Engine, StepNames.Command),
            new(StepNames.EarlierContainers, token => new EarlierContainersPart(engine).RunAsync(options.Migrate, token), StepNames.Engine),
            new(StepNames.EarlierFiles, token => new EarlierFilesPart(plan).RunAsync(options.Migrate, token), StepNames.Engine),
        ];
        await foreach (var step in Part.RunAllAsync(parts, cancellationToken).ConfigureAwait(false))
        {
            yield return step;
        }
    }

    /// <summary>Updates the command and the image, and brings containers that are not in use to it.</summary>
    /// <param name="progress">Told what takes long, from any thread; may be null.</param>
    /// <param name="cancellationToken">Ends the work between or in steps; nothing stays half done.</param>
    /// <returns>The steps. After a new command was installed, the others are its own.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: a variable, or the configuration file, cannot be used.</exception>
    public async IAsyncEnumerable<InstallStep> UpdateAsync(
        IProgress<EngineProgress>? progress = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var plan = InstallationPlan.Of(host);
        var command = new CommandUpdate(plan, progress);
        await foreach (var step in Part.RunAllAsync([new(StepNames.Command, command.RunAsync)], cancellationToken).ConfigureAwait(false))
        {
            yield return step;
        }

        NewCommand = command.NewCommand;
        var rest = NewCommand is null
            ? UpdateImageAsync(plan, progress, cancellationToken)
            : NewCommandProcess.UpdateAsync(NewCommand, host, progress, cancellationToken);
        await foreach (var step in rest.ConfigureAwait(false))
        {
            if (NewCommand is null || step.Name != StepNames.Command)
            {
                yield return step;
            }
        }
    }

    /// <summary>Uninstalls: command, module and configuration; more only when asked. Says what is left.</summary>
    /// <param name="options">The choices.</param>
    /// <param name="cancellationToken">Ends the work between steps.</param>
    /// <returns>The steps.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: a choice cannot be used.</exception>
    public async IAsyncEnumerable<InstallStep> UninstallAsync(
        UninstallOptions options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options is { RemoveData: true, RemoveContainers: false })
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, "The data directory can be removed only together with the containers, which use it: --remove-containers.");
        }

        var plan = InstallationPlan.Of(host, options);
        var engine = new EnginePart(plan);
        await using var owned = engine.ConfigureAwait(false);
        var removal = new RemovalParts(plan, engine);
        List<Part> parts = [];
        if (options.RemoveContainers || options.RemoveImage)
        {
            parts.Add(new(StepNames.Engine, engine.RunAsync));
        }

        parts.Add(options.RemoveContainers
            ? new(StepNames.Containers, removal.ContainersAsync, StepNames.Engine)
            : Left(StepNames.Containers, "all containers are left", "--remove-containers removes them."));
        parts.Add(options.RemoveImage
            ? new(StepNames.Image, removal.ImageAsync, StepNames.Engine, StepNames.Containers)
            : Left(StepNames.Image, "the image is left", "--remove-image removes it."));
        parts.Add(new(StepNames.Module, new ModulePart(plan).UninstallAsync));
        parts.Add(new(StepNames.Command, new CommandPart(plan).UninstallAsync));
        parts.Add(options.RemoveKeys
            ? new(StepNames.SshKey, removal.KeysAsync)
            : Left(StepNames.SshKey, $"{plan.SshDirectory} is left", "--remove-keys removes it."));
        parts.Add(options.RemoveData
            ? new(StepNames.DataDirectory, removal.DataAsync, StepNames.Containers)
            : Left(StepNames.DataDirectory, $"{plan.DataDirectory} is left, with all sessions", "--remove-data removes it, with all conversations and credentials."));
        parts.Add(new(StepNames.Configuration, new ConfigurationPart(plan).UninstallAsync));
        await foreach (var step in Part.RunAllAsync(parts, cancellationToken).ConfigureAwait(false))
        {
            yield return step;
        }
    }

    private static Part Left(string name, string detail, string advice) => new(name, _ => Task.FromResult<Outcome?>(Outcome.Skipped(detail, advice)));

    private static async IAsyncEnumerable<InstallStep> UpdateImageAsync(
        InstallationPlan plan, IProgress<EngineProgress>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var engine = new EnginePart(plan);
        await using var owned = engine.ConfigureAwait(false);
        var image = new ImagePart(plan, engine, progress);
        Part[] parts =
        [
            new(StepNames.Engine, engine.RunAsync),
            new(StepNames.Image, image.UpdateAsync, StepNames.Engine),
            new(StepNames.Containers, new ContainersPart(engine, image).RenewAsync, StepNames.Engine),
        ];
        await foreach (var step in Part.RunAllAsync(parts, cancellationToken).ConfigureAwait(false))
        {
            yield return step;
        }
    }
}
