using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Claudebox.Runs;
using Docker.DotNet.Models;

namespace Claudebox.Docker;

/// <summary>
/// The logins that <c>docker login</c> keeps: in <c>config.json</c> itself, or with a helper program (<c>credHelpers</c>,
/// <c>credsStore</c>), as Docker's own command looks for them.
/// </summary>
internal sealed partial class RegistryLogin(string configDirectory)
{
    private const string DockerHub = "https://index.docker.io/v1/";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The registry of an image's name: its first part, when that can be a host.</summary>
    internal static string RegistryOf(string reference) =>
        reference.IndexOf('/', StringComparison.Ordinal) is > 0 and var end && reference[..end] is var host &&
        (host.Contains('.', StringComparison.Ordinal) || host.Contains(':', StringComparison.Ordinal) || host == "localhost")
            ? host
            : DockerHub;

    /// <summary>Finds the login of an image's registry.</summary>
    /// <returns>The login; null when there is none.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: the configuration of Docker cannot be read.</exception>
    internal async Task<AuthConfig?> FindAsync(string reference, CancellationToken cancellationToken)
    {
        var path = Path.Combine(configDirectory, "config.json");
        if (!File.Exists(path))
        {
            return null;
        }

        var registry = RegistryOf(reference);
        try
        {
            using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false));
            return HelperOf(document.RootElement, registry) is { } helper && await AskAsync(helper, registry, cancellationToken).ConfigureAwait(false) is { } login
                ? login
                : Kept(document.RootElement, registry);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, $"Docker's logins in {path} cannot be read: {exception.Message}", exception);
        }
    }

    [GeneratedRegex("^[A-Za-z0-9._-]+$")]
    private static partial Regex HelperName();

    private static string? HelperOf(JsonElement configuration, string registry) =>
        configuration.TryGetProperty("credHelpers", out var helpers) && helpers.TryGetProperty(registry, out var own) ? own.GetString()
        : configuration.TryGetProperty("credsStore", out var store) ? store.GetString()
        : null;

    private static AuthConfig? Kept(JsonElement configuration, string registry)
    {
        if (!configuration.TryGetProperty("auths", out var logins))
        {
            return null;
        }

        foreach (var login in logins.EnumerateObject().Where(login => HostOf(login.Name) == HostOf(registry)))
        {
            if (login.Value.TryGetProperty("identitytoken", out var token) && token.GetString() is { Length: > 0 } identity)
            {
                return new AuthConfig { ServerAddress = registry, IdentityToken = identity };
            }

            if (login.Value.TryGetProperty("auth", out var auth) && auth.GetString() is { Length: > 0 } encoded &&
                Encoding.UTF8.GetString(Convert.FromBase64String(encoded)).Split(':', 2) is [var user, var password])
            {
                return new AuthConfig { ServerAddress = registry, Username = user, Password = password.TrimEnd('\0') };
            }
        }

        return null;
    }

    // Older entries are addresses, with scheme and path.
    private static string HostOf(string key)
    {
        var text = key.Contains("://", StringComparison.Ordinal) ? key[(key.IndexOf("://", StringComparison.Ordinal) + 3)..] : key;
        return text.Split('/')[0];
    }

    private static async Task<AuthConfig?> AskAsync(string helper, string registry, CancellationToken cancellationToken)
    {
        if (!HelperName().IsMatch(helper))
        {
            return null;
        }

        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Patience);
        try
        {
            using var process = Process.Start(new ProcessStartInfo($"docker-credential-{helper}", ["get"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            await using var kill = limited.Token.Register(() => process.Kill(entireProcessTree: true)).ConfigureAwait(false);
            _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
            await process.StandardInput.WriteLineAsync(registry.AsMemory(), limited.Token).ConfigureAwait(false);
            process.StandardInput.Close();
            var answer = await process.StandardOutput.ReadToEndAsync(limited.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(limited.Token).ConfigureAwait(false);
            return process.ExitCode == 0 ? Parse(answer, registry) : null;
        }
        catch (Exception exception) when (exception is Win32Exception or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Docker goes on without a login too: the registry says whether it needs one.
            return null;
        }
    }

    private static AuthConfig? Parse(string answer, string registry)
    {
        using var document = JsonDocument.Parse(answer);
        var user = document.RootElement.GetProperty("Username").GetString();
        var secret = document.RootElement.GetProperty("Secret").GetString();
        return user == "<token>"
            ? new AuthConfig { ServerAddress = registry, IdentityToken = secret }
            : new AuthConfig { ServerAddress = registry, Username = user, Password = secret };
    }
}
