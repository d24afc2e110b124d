using Claudebox.Runs;
using Docker.DotNet;
using Docker.DotNet.NativeHttp;

namespace Claudebox.Docker;

/// <summary>
/// The engine's API behind one rule: every call has a time limit, ends when it is cancelled, and fails with
/// <see cref="FailureCode.DockerUnavailable"/> when the engine cannot be reached. Answers of the engine that refuse a call
/// stay <see cref="DockerApiException"/>, for the caller knows what they mean.
/// </summary>
internal sealed class EngineApi : IDisposable
{
    // The newest version that the client library's models describe. A newer engine still serves it.
    private static readonly Version NewestVersion = new(1, 51);
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(2);
    private readonly DockerClient _client;

    private EngineApi(DockerEndpoint endpoint, Version? apiVersion, string architecture = "")
    {
        Endpoint = endpoint;
        Architecture = architecture == "amd64" ? "x64" : architecture;
        _client = Build(endpoint, apiVersion);
    }

    internal DockerEndpoint Endpoint { get; }

    /// <summary>The engine's processor architecture in .NET's words, such as <c>x64</c> and <c>arm64</c>.</summary>
    internal string Architecture { get; }

    /// <summary>Makes the first contact and settles the version of the API.</summary>
    internal static async Task<EngineApi> ConnectAsync(DockerEndpoint endpoint, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var probe = new EngineApi(endpoint, apiVersion: null);
        try
        {
            var found = await probe.CallAsync((client, token) => client.System.GetVersionAsync(token), cancellationToken, limit).ConfigureAwait(false);
            return new EngineApi(endpoint, Negotiate(found.APIVersion, found.MinAPIVersion), found.Arch);
        }
        catch (DockerApiException exception)
        {
            throw new ClaudeboxException(FailureCode.DockerUnavailable,
                $"What answers at {endpoint} (from {endpoint.Source}) is not a usable Docker Engine: {EngineFailures.MessageOf(exception)}", exception);
        }
        catch (Exception exception) when (exception is not (ClaudeboxException or OperationCanceledException))
        {
            // The library reports unknown names and foreign protocols with exceptions of no special type.
            throw EngineFailures.Unavailable(endpoint, exception);
        }
    }

    internal static Version? Negotiate(string? engineVersion, string? engineMinimum)
    {
        if (!Version.TryParse(engineVersion, out var newest))
        {
            return null;
        }

        var version = newest < NewestVersion ? newest : NewestVersion;
        return Version.TryParse(engineMinimum, out var oldest) && oldest > version ? oldest : version;
    }

    internal async Task<T> CallAsync<T>(
        Func<DockerClient, CancellationToken, Task<T>> call, CancellationToken cancellationToken, TimeSpan? limit = null)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(limit ?? DefaultLimit);
        try
        {
            // The library does not see every cancellation while it waits, so the wait itself can be left.
            var task = call(_client, limited.Token);
            return await AbandonableAsync(task, limited.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw EngineFailures.TimedOut(Endpoint, limit ?? DefaultLimit);
        }
        catch (Exception exception) when (EngineFailures.IsConnectionFailure(exception))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw EngineFailures.Unavailable(Endpoint, exception);
        }
    }

    internal Task CallAsync(
        Func<DockerClient, CancellationToken, Task> call, CancellationToken cancellationToken, TimeSpan? limit = null) =>
        CallAsync(
            async (client, token) =>
            {
                await call(client, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken,
            limit);

    public void Dispose() => _client.Dispose();

    private static async Task<T> AbandonableAsync<T>(Task<T> task, CancellationToken cancellationToken)
    {
        try
        {
            return await task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!task.IsCompleted)
        {
            _ = task.ContinueWith(
                late =>
                {
                    _ = late.Exception;
                    if (late.IsCompletedSuccessfully)
                    {
                        (late.Result as IDisposable)?.Dispose();
                    }
                },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            throw;
        }
    }

    private static DockerClient Build(DockerEndpoint endpoint, Version? version)
    {
        var builder = new DockerClientBuilder().WithEndpoint(endpoint.Uri).WithApiVersion(version).WithTimeout(Timeout.InfiniteTimeSpan);
        if (endpoint.Uri.Scheme is "unix" or "npipe")
        {
            return builder.Build();
        }

        // Tunnels occupy a connection each, and an engine is spoken to directly: docker's own client ignores HTTP_PROXY for tcp://.
        var transport = new NativeHttpTransportOptions
        {
            ConfigureHandler = handler =>
            {
                handler.MaxConnectionsPerServer = int.MaxValue;
                handler.UseProxy = false;
            },
        };
        var auth = endpoint.Tls is { } tls ? builder.WithAuthProvider(new TlsAuthProvider(tls)) : builder;
        var https = endpoint.Uri.Scheme == "https" && endpoint.Tls is null;
        return (https ? auth.WithAuthProvider(new TlsAuthProvider(new TlsMaterial(Directory: null, SkipVerify: false))) : auth)
            .WithTransportOptions(transport).Build();
    }
}
