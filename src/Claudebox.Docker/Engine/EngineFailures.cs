using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Claudebox.Runs;
using Docker.DotNet;

namespace Claudebox.Docker;

/// <summary>Turns what the client library throws into failures that say what to do.</summary>
internal static class EngineFailures
{
    /// <summary>Whether an exception means that the engine could not be reached or went away.</summary>
    internal static bool IsConnectionFailure(Exception exception) =>
        exception is HttpRequestException or IOException or SocketException or TimeoutException or AuthenticationException or AggregateException;

    internal static ClaudeboxException Unavailable(DockerEndpoint endpoint, Exception exception) =>
        new(FailureCode.DockerUnavailable,
            $"No Docker Engine can be used at {endpoint} (from {endpoint.Source}): {Describe(endpoint, exception)}", exception);

    internal static ClaudeboxException TimedOut(DockerEndpoint endpoint, TimeSpan limit) =>
        new(FailureCode.DockerUnavailable,
            $"The Docker Engine at {endpoint} (from {endpoint.Source}) did not answer within {limit.TotalSeconds:0} seconds. " +
            "Check that it works (docker version), or restart it.");

    internal static ClaudeboxException Refused(string what, DockerApiException exception) =>
        new(FailureCode.ContainerFailed, $"{what}: {MessageOf(exception)}", exception);

    /// <summary>The sentence of the engine's answer, without the JSON around it.</summary>
    internal static string MessageOf(DockerApiException exception)
    {
        var body = exception.ResponseBody ?? string.Empty;
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object &&
                document.RootElement.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String)
            {
                return message.GetString()!.Trim();
            }
        }
        catch (JsonException)
        {
            // Proxies answer with text of their own.
        }

        return body.Trim() is { Length: > 0 } text ? text : $"the engine answered {(int)exception.StatusCode}";
    }

    /// <summary>The most telling sentence of a chain of exceptions.</summary>
    internal static string Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception.Message;
    }

    private static string Describe(DockerEndpoint endpoint, Exception exception)
    {
        if (Find<AuthenticationException>(exception) is { } authentication)
        {
            return $"the TLS handshake failed ({authentication.Message}). Check DOCKER_TLS_VERIFY, DOCKER_CERT_PATH and the certificates.";
        }

        var error = Find<SocketException>(exception)?.SocketErrorCode;
        if (endpoint.SocketPath is { } path)
        {
            return error switch
            {
                SocketError.AccessDenied =>
                    "permission was denied. Add yourself to the group docker (sudo usermod -aG docker \"$USER\") and log in again, or use a rootless engine.",
                SocketError.ConnectionRefused => "the socket exists, but nothing answers. Start Docker (sudo systemctl start docker).",
                _ when !File.Exists(path) =>
                    "the socket does not exist. Install Docker, or start it.",
                _ => Innermost(exception),
            };
        }

        return error switch
        {
            SocketError.ConnectionRefused => "nothing listens there. Start the engine, or check the port.",
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the host name is not known. Check the address.",
            SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.TimedOut =>
                "the host cannot be reached. Check the address and the network.",
            SocketError.AccessDenied => "permission was denied.",
            _ => Innermost(exception),
        };
    }

    private static T? Find<T>(Exception exception)
        where T : Exception
    {
        for (Exception? current = exception; current is not null; current = current.InnerException)
        {
            if (current is T found)
            {
                return found;
            }
        }

        return null;
    }
}
