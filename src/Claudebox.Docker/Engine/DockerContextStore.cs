using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Claudebox.Runs;

namespace Claudebox.Docker;

/// <summary>
/// Docker's contexts: <c>config.json</c> names the current one; <c>contexts/meta/&lt;SHA-256 of the name&gt;/meta.json</c>
/// describes each, <c>contexts/tls/&lt;same&gt;/docker</c> holds its certificates.
/// </summary>
internal sealed class DockerContextStore(string directory)
{
    internal string? CurrentContext()
    {
        var file = Path.Combine(directory, "config.json");
        return File.Exists(file) ? Read(file, root => Property(root, "currentContext")?.GetString()) : null;
    }

    internal (string Host, TlsMaterial? Tls) Load(string name)
    {
        var id = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name))).ToLowerInvariant();
        var file = Path.Combine(directory, "contexts", "meta", id, "meta.json");
        if (!File.Exists(file))
        {
            throw Invalid($"The Docker context '{name}' does not exist. See: docker context ls");
        }

        return Read(file, root =>
        {
            var endpoint = Property(Property(root, "Endpoints"), "docker");
            var host = Property(endpoint, "Host")?.GetString();
            if (string.IsNullOrEmpty(host))
            {
                throw Invalid($"The Docker context '{name}' names no Docker Engine.");
            }

            var skipVerify = Property(endpoint, "SkipTLSVerify") is { ValueKind: JsonValueKind.True };
            var certificates = Path.Combine(directory, "contexts", "tls", id, "docker");
            var tls = Directory.Exists(certificates) || skipVerify ? new TlsMaterial(certificates, skipVerify) : null;
            return (host, tls);
        });
    }

    private static T Read<T>(string file, Func<JsonElement, T> select)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            return select(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, $"Docker's file {file} cannot be read: {exception.Message}", exception);
        }
    }

    private static JsonElement? Property(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var property) ? property : null;

    private static ClaudeboxException Invalid(string message) => new(FailureCode.InvalidRequest, message);
}
