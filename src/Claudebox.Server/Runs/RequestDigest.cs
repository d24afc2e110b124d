using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Claudebox.Json;
using Claudebox.Runs;

namespace Claudebox.Server.Runs;

/// <summary>What a request is told from others by, so that an id belongs to one request and is never executed twice.</summary>
/// <param name="Text">SHA-256 of the request in hexadecimal digits.</param>
/// <param name="Size">Bytes of the request.</param>
internal sealed record RequestDigest(string Text, long Size)
{
    /// <summary>The digest of a request, without the environment, which holds secrets that not even a digest may leave.</summary>
    public static RequestDigest Of(RunRequest request)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(request with { Environment = null }, WireJson.Default.RunRequest);
        var environment = request.Environment?.Sum(v => (long)Encoding.UTF8.GetByteCount(v.Key) + Encoding.UTF8.GetByteCount(v.Value)) ?? 0;
        return new RequestDigest(Convert.ToHexStringLower(SHA256.HashData(json)), json.Length + environment);
    }

    /// <summary>Gives the run that has the id, if it was asked for by this request.</summary>
    /// <param name="known">The run.</param>
    /// <param name="workspace">The directory that the request names.</param>
    /// <remarks>The same words mean another request where they name another directory, and its run is nobody's business here.</remarks>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: it was another request.</exception>
    public IRunView Same(IRunView known, string workspace) =>
        known.Record.RequestDigest == Text && known.Record.WorkspaceKey == WorkspaceIdentity.Of(workspace).DurableKey
        ? known
        : throw new ClaudeboxException(
            FailureCode.InvalidRequest, $"The run id {known.Record.RunId} was used with another request; choose a new one.");
}
