using Claudebox.Runs;

namespace Claudebox.Settings;

/// <summary>
/// What travels from the host's environment into the environment of a run. It goes with each request, so a change works
/// at once and no value is ever stored with the container.
/// </summary>
public static class ForwardedEnvironment
{
    private const string BaseUrl = "ANTHROPIC_BASE_URL";

    /// <summary>Variables that hold credentials of Claude.</summary>
    public static IReadOnlyList<string> Credentials { get; } = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"];

    /// <summary>Variables that are forwarded under their own names (design section 5).</summary>
    public static IReadOnlyList<string> WithoutPrefix { get; } =
        [.. Credentials, BaseUrl, "ANTHROPIC_MODEL", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "DEBUG"];

    /// <summary>
    /// Collects what is forwarded. A later one of these wins: variables forwarded under their own names,
    /// <c>CLAUDE_ENV_X</c>, <c>CLAUDEBOX_ENV_X</c> (both become <c>X</c>), entries that the caller names.
    /// </summary>
    /// <param name="environment">The host's variables.</param>
    /// <param name="entries">What the caller names, empty values included; may be null.</param>
    /// <param name="network">The container's network; on any but <c>host</c> a loopback address is an error.</param>
    /// <returns>Names and values, values intact.</returns>
    /// <exception cref="ClaudeboxException">
    /// <see cref="FailureCode.InvalidRequest"/>: <c>ANTHROPIC_BASE_URL</c> cannot be reached from the container, or what is forwarded by
    /// prefix is no variable's name.
    /// </exception>
    public static IReadOnlyDictionary<string, string> Collect(
        IReadOnlyDictionary<string, string> environment, IReadOnlyDictionary<string, string>? entries, string network)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in WithoutPrefix)
        {
            if (environment.TryGetValue(name, out var value) && value.Length > 0)
            {
                result[name] = value;
            }
        }

        foreach (var (name, (variable, value)) in EnvironmentVariables.WithPrefix(environment, "ENV_"))
        {
            result[name] = EnvironmentVariables.IsName(name)
                ? value
                : throw new ClaudeboxException(
                    FailureCode.InvalidRequest, $"The environment variable {variable} cannot be forwarded: {EnvironmentVariables.ProblemOf(name)}.");
        }

        foreach (var (name, value) in entries ?? new Dictionary<string, string>())
        {
            result[name] = value;
        }

        if (network != "host" && result.TryGetValue(BaseUrl, out var url) && Loopback.IsLoopbackUrl(url))
        {
            throw Unreachable(url, network);
        }

        return result;
    }

    private static ClaudeboxException Unreachable(string url, string network)
    {
        var problem = $"points at this computer's loopback address, which a container on the network '{network}' cannot reach";
        return new ClaudeboxException(new RunFailure
        {
            Code = FailureCode.InvalidRequest,
            Message = $"{BaseUrl} ({Loopback.WithoutCredentials(url)}) {problem}. Use host.docker.internal instead of the " +
                "loopback name and let the service listen there, or use the host's network (--network host, -Network host or CLAUDEBOX_NETWORK=host).",
            Fields = new Dictionary<string, string> { [BaseUrl] = problem },
        });
    }
}
