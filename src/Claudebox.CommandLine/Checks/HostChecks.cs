using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Claudebox.Docker;
using Claudebox.Runs;

namespace Claudebox.CommandLine.Checks;

/// <summary>Looks whether everything is there that prompts need on this computer. Nothing is built, made or started.</summary>
public static class HostChecks
{
    /// <summary>Runs all checks.</summary>
    /// <param name="options">What to check.</param>
    /// <param name="cancellationToken">Ends the checks.</param>
    /// <returns>Each check as soon as it is done; a failed one never ends the others.</returns>
    public static async IAsyncEnumerable<HostCheck> RunAsync(
        HostCheckOptions options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        yield return HostCheck.Passed(
            "claudebox", $"{ClaudeboxVersion.Current} on {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}");
        var (plan, settings) = Plan(options);
        yield return settings;

        var (engine, reached) = await ConnectAsync(options, cancellationToken).ConfigureAwait(false);
        yield return reached;
        if (engine is not null)
        {
            await using var owned = engine.ConfigureAwait(false);
            if (plan is not null)
            {
                yield return await ImageAsync(engine, options, cancellationToken).ConfigureAwait(false);
                yield return await ContainersAsync(engine, plan, cancellationToken).ConfigureAwait(false);
            }
        }

        if (plan is not null)
        {
            yield return FileChecks.DataDirectory(plan.DataDirectory);
            yield return FileChecks.SshKey(plan.SshDirectory);
            yield return FileChecks.Credentials(plan);
            yield return FileChecks.Disk(plan.DataDirectory);
        }
    }

    private static (ContainerPlan? Plan, HostCheck Check) Plan(HostCheckOptions options)
    {
        try
        {
            var plan = ClaudeboxEngine.Plan(options.Engine, options.Workspace);
            return (plan, HostCheck.Passed("workspace", $"{plan.Workspace} (network {plan.Network}, Docker socket {(plan.DockerSocket ? "mounted" : "not mounted")})"));
        }
        catch (ClaudeboxException exception)
        {
            return (null, Failed("workspace", exception));
        }
    }

    private static async Task<(ClaudeboxEngine? Engine, HostCheck Check)> ConnectAsync(HostCheckOptions options, CancellationToken cancellationToken)
    {
        ClaudeboxEngine? engine = null;
        try
        {
            engine = await ClaudeboxEngine.ConnectAsync(options.Engine, cancellationToken).ConfigureAwait(false);
            var details = await engine.DescribeAsync(cancellationToken).ConfigureAwait(false);
            return (engine, HostCheck.Passed(
                "engine", $"Docker {details.Version} (API {details.ApiVersion}, {details.Platform}) at {details.Endpoint}, from {details.Source}"));
        }
        catch (ClaudeboxException exception)
        {
            if (engine is not null)
            {
                await engine.DisposeAsync().ConfigureAwait(false);
            }

            return (null, Failed("engine", exception));
        }
    }

    private static async Task<HostCheck> ImageAsync(ClaudeboxEngine engine, HostCheckOptions options, CancellationToken cancellationToken)
    {
        const string Name = "image";
        try
        {
            var image = await engine.DescribeImageAsync(options.Workspace, cancellationToken).ConfigureAwait(false);
            return image switch
            {
                { Problem: { } problem } => HostCheck.Failed(Name, problem, FailureTable.Of(FailureCode.ImageIncompatible).Advice, FailureCode.ImageIncompatible),
                { Exists: true } => HostCheck.Passed(
                    Name, string.Create(CultureInfo.InvariantCulture, $"{image.Name} (version {image.Version}, {image.Size / 1_000_000} MB)")),
                { WhenMissing: "fail" } => HostCheck.Failed(Name, $"{image.Name} does not exist", FailureTable.Of(FailureCode.ImageNotFound).Advice, FailureCode.ImageNotFound),
                { WhenMissing: "pull" } => HostCheck.Warning(Name, $"{image.Name} is not here yet", "The first prompt pulls it."),
                _ => HostCheck.Warning(Name, $"{image.Name} is not built yet", "The first prompt builds it, which takes some minutes."),
            };
        }
        catch (ClaudeboxException exception)
        {
            return Failed(Name, exception);
        }
    }

    private static async Task<HostCheck> ContainersAsync(ClaudeboxEngine engine, ContainerPlan plan, CancellationToken cancellationToken)
    {
        const string Name = "containers";
        try
        {
            var all = await engine.ListContainersAsync(null, cancellationToken).ConfigureAwait(false);
            var own = all.Where(container => container.Workspace == plan.Workspace).Select(container => $"{container.Name} {container.State}");
            return HostCheck.Passed(Name, string.Create(CultureInfo.InvariantCulture,
                $"{all.Count(container => container.IsRunning)} of {all.Count} run; of this workspace: {string.Join(", ", own.DefaultIfEmpty("none"))}"));
        }
        catch (ClaudeboxException exception)
        {
            return Failed(Name, exception);
        }
    }

    private static HostCheck Failed(string name, ClaudeboxException exception) =>
        HostCheck.Failed(name, exception.Message, FailureTable.AdviceOf(exception.Failure), exception.Code);
}
