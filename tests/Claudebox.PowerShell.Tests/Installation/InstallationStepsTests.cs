using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using Claudebox.Installation;
using Claudebox.PowerShell.Hosting;
using Claudebox.PowerShell.Installation;
using Claudebox.PowerShell.Pipeline;
using Claudebox.PowerShell.Tests.Pipeline;
using Claudebox.Runs;
using Claudebox.Testing.PowerShell;

namespace Claudebox.PowerShell.Tests.Installation;

/// <summary>What the cmdlets make of steps, also of those that no real installation takes on purpose.</summary>
public sealed class InstallationStepsTests : IDisposable
{
    private readonly Shell _shell = new(state =>
        state.Commands.Add(new SessionStateCmdletEntry("Test-Scripted", typeof(TestScriptedCommand), null)));

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Each_step_comes_when_it_has_ended_under_a_bar_that_goes_away()
    {
        var result = Run(Steps);

        Assert.Equal(
            ["ProgressItem", "OutputItem", "OutputItem", "ErrorItem", "ProgressItem"],
            result.Records.Select(record => record.GetType().Name));
        Assert.Equal(ProgressRecordType.Completed, result.Of<ProgressItem>()[^1].Record.RecordType);
        Assert.Equal(["SSH key: Done, made", "Image: Failed, it could not be built"], result.Output.Select(item => item.ToString()));

        static async IAsyncEnumerable<InstallStep> Steps(IProgress<HostProgress> progress, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            progress.Report(new HostProgress("Building image", 10));
            yield return new InstallStep { Name = "SSH key", Status = InstallStepStatus.Done, Detail = "made" };
            yield return new InstallStep { Name = "Image", Status = InstallStepStatus.Failed, Detail = "it could not be built", Code = FailureCode.ImageBuildFailed };
        }
    }

    [Fact]
    public void A_failed_step_is_an_error_of_its_kind_with_the_steps_own_advice()
    {
        var result = Run(Steps);

        var error = Assert.Single(result.Errors);
        Assert.StartsWith("ImageBuildFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("Image: it could not be built", error.ToString());
        Assert.Equal("Free some space, then Install-Claudebox -Migrate.", error.ErrorDetails.RecommendedAction);
        Assert.Same(result.Output[0].BaseObject, error.TargetObject);

        static async IAsyncEnumerable<InstallStep> Steps(IProgress<HostProgress> progress, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield return new InstallStep
            {
                Name = "Image",
                Status = InstallStepStatus.Failed,
                Detail = "it could not be built",
                Advice = "Free some space, then claudebox install --migrate.",
                Code = FailureCode.ImageBuildFailed,
            };
        }
    }

    [Fact]
    public void What_cannot_begin_is_one_error()
    {
        var error = Assert.Single(Run(Steps).Errors);

        Assert.StartsWith("InvalidRequest,", error.FullyQualifiedErrorId, StringComparison.Ordinal);

        static async IAsyncEnumerable<InstallStep> Steps(IProgress<HostProgress> progress, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            throw new ClaudeboxException(FailureCode.InvalidRequest, "The configuration file cannot be used.");
#pragma warning disable CS0162 // The compiler needs a yield to make this a stream.
            yield break;
#pragma warning restore CS0162
        }
    }

    [Fact]
    public async Task Stopping_waits_until_a_step_has_put_things_in_order()
    {
        var cleanedUp = false;
        using var run = _shell.Start("Test-Scripted $script", ("script", Script(Steps)));
        await run.WaitForAsync(record => record is OutputItem);

        var result = run.Stop();

        Assert.Equal(PSInvocationState.Stopped, result.State);
        Assert.True(cleanedUp);
        Assert.Empty(result.AllErrors);

        async IAsyncEnumerable<InstallStep> Steps(IProgress<HostProgress> progress, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return new InstallStep { Name = "Data directory", Status = InstallStepStatus.Done, Detail = "made" };
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                await Task.Delay(100, CancellationToken.None);
                cleanedUp = true;
            }
        }
    }

    private static CommandScript Script(Func<IProgress<HostProgress>, CancellationToken, IAsyncEnumerable<InstallStep>> steps) => new()
    {
        End = (output, token) => InstallationSteps.RunAsync(progress => steps(progress, token), "Install-Claudebox", output, token),
    };

    private ShellResult Run(Func<IProgress<HostProgress>, CancellationToken, IAsyncEnumerable<InstallStep>> steps) =>
        _shell.Run("Test-Scripted $script", ("script", Script(steps)));
}
