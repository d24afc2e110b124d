using Claudebox.Runs;
using Claudebox.Workspaces;

namespace Claudebox.Settings;

/// <summary>Mounts that the host's environment asks for: <c>CLAUDEBOX_MOUNT_X</c>, then <c>CLAUDE_MOUNT_X</c>; X is only a label.</summary>
public static class ForwardedMounts
{
    /// <summary>Collects the mounts, in the order of their labels.</summary>
    /// <param name="environment">The host's variables.</param>
    /// <param name="paths">What relative paths and <c>~</c> mean.</param>
    /// <returns>The mounts.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>, naming the variable.</exception>
    public static IReadOnlyList<MountSpecification> Collect(IReadOnlyDictionary<string, string> environment, HostPaths paths)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var result = new List<MountSpecification>();
        foreach (var (variable, value) in EnvironmentVariables.WithPrefix(environment, "MOUNT_").Values)
        {
            try
            {
                result.Add(MountSpecification.Parse(value, paths));
            }
            catch (ClaudeboxException exception)
            {
                throw new ClaudeboxException(
                    exception.Failure with { Message = $"The environment variable {variable}: {exception.Message}" }, exception);
            }
        }

        return result;
    }
}
