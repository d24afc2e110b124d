using Claudebox.Docker;
using Claudebox.Runs;
using Claudebox.Settings;

namespace Claudebox.CommandLine.Installation;

/// <summary>The image that containers are made from.</summary>
internal sealed class ImagePart(InstallationPlan plan, EnginePart engine, IProgress<EngineProgress>? progress)
{
    /// <summary>Whether the image's name means another image than before.</summary>
    public bool WasReplaced { get; private set; }

    /// <summary>The id of the image that had the name before; null when it has not changed.</summary>
    public string? ReplacedId { get; private set; }

    /// <summary>Builds or pulls it when it is missing or not of this package, or always.</summary>
    public async Task<Outcome?> InstallAsync(bool skip, bool force, CancellationToken cancellationToken)
    {
        var choice = ImageChoice.Of(plan.Settings);
        if (skip || plan.Settings.Switch(SettingTable.SkipPull))
        {
            return Outcome.Skipped($"{choice.Reference} is left alone, as asked");
        }

        if (force || plan.Settings.Switch(SettingTable.ForcePull))
        {
            return Describe(await PrepareAsync(choice, ImagePolicy.Always, cancellationToken).ConfigureAwait(false));
        }

        try
        {
            return Describe(await PrepareAsync(choice, ImagePolicy.IfNewer, cancellationToken).ConfigureAwait(false));
        }
        catch (ClaudeboxException exception) when (exception.Code is FailureCode.ImageNotFound or FailureCode.ImageBuildFailed)
        {
            // An image that is there will do, as on a computer that is offline.
            return await FindAsync(choice, cancellationToken).ConfigureAwait(false) is { } present
                ? Describe(present) with { Advice = $"It could not be refreshed; 'claudebox update' tries again. {exception.Message}" }
                : Outcome.Failed(exception);
        }
    }

    /// <summary>Builds or pulls it when there is a newer one.</summary>
    public async Task<Outcome?> UpdateAsync(CancellationToken cancellationToken)
    {
        var choice = ImageChoice.Of(plan.Settings);
        var outcome = Describe(await PrepareAsync(choice, ImagePolicy.IfNewer, cancellationToken).ConfigureAwait(false));
        return choice.WhenMissing == ImageChoice.Fail
            ? outcome with { Advice = "Nobody told where a newer one comes from: with CLAUDEBOX_REGISTRY it is pulled." }
            : outcome;
    }

    private async Task<PreparedImage> PrepareAsync(ImageChoice choice, ImagePolicy policy, CancellationToken cancellationToken)
    {
        var image = await engine.Engine.PrepareImageAsync(choice, policy, progress, cancellationToken).ConfigureAwait(false);
        WasReplaced = image.IsNew;
        ReplacedId = image.ReplacedId;
        return image;
    }

    private async Task<PreparedImage?> FindAsync(ImageChoice choice, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.Engine.PrepareImageAsync(choice with { WhenMissing = ImageChoice.Fail }, ImagePolicy.IfMissing, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (ClaudeboxException)
        {
            return null;
        }
    }

    private static Outcome Describe(PreparedImage image)
    {
        var claude = image.ClaudeCode is { } version ? $", Claude Code {version}" : "";
        var text = $"{image.Reference} (Claudebox {image.Version}{claude})";
        return image.IsNew ? Outcome.Done($"{(image.Origin == ImageChoice.Pull ? "pulled" : "built")} {text}") : Outcome.Unchanged(text);
    }
}
