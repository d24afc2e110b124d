using Claudebox.Runs;
using Claudebox.Settings;

namespace Claudebox.Server.Auth;

/// <summary>What the server keeps to itself: the API's tokens and Claude Code's credentials. Only in memory, apart from the user's own file.</summary>
internal sealed class ServerSecrets
{
    private readonly TokenFile? _file;
    private ApiTokens _tokens;
    private IReadOnlyDictionary<string, string> _environment;
    private bool _awaited;

    /// <summary>Sorts what was taken out of the environment.</summary>
    /// <param name="options">The server's options.</param>
    /// <param name="taken">The secrets, by variable.</param>
    /// <param name="logger">Told when the token file cannot be read.</param>
    /// <exception cref="ClaudeboxException">A setting of tokens holds none.</exception>
    public ServerSecrets(ServerOptions options, IReadOnlyDictionary<string, string> taken, ILogger<ServerSecrets> logger)
    {
        var setting = SettingTable.ModeApiToken;
        var variable = taken.ContainsKey(setting.Name) ? setting.Name : setting.LegacyName!;
        _tokens = taken.TryGetValue(variable, out var text) ? ApiTokens.Parse(text) : ApiTokens.None;
        if (text is not null && _tokens.IsEmpty)
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, $"The environment variable {variable} holds no token.");
        }

        _file = options.TokenFile is { } path ? new TokenFile(path, SettingTable.ModeApiTokenFile.Name, logger) : null;
        _environment = taken
            .Where(secret => SecretHandOver.OfClaudeCode.Contains(secret.Key))
            .ToDictionary(secret => secret.Key, secret => secret.Value, StringComparer.Ordinal);
        _awaited = options.AwaitsCredentials;
    }

    /// <summary>Variables of every Claude Code process.</summary>
    public IReadOnlyDictionary<string, string> Environment => Volatile.Read(ref _environment);

    /// <summary>Whether the credentials are still to be handed over; until then nobody is let in.</summary>
    public bool AreAwaited => Volatile.Read(ref _awaited);

    /// <summary>Whether the API has no token, so that everybody may use it.</summary>
    public bool AreOpen => !AreAwaited && _file is null && Volatile.Read(ref _tokens).IsEmpty;

    /// <summary>Whether a text is a valid token.</summary>
    public bool Accept(string token) => Volatile.Read(ref _tokens).Contain(token) | (_file?.Tokens.Contain(token) ?? false);

    /// <summary>Takes over what the host handed in.</summary>
    /// <exception cref="ClaudeboxException">A token or variable cannot be one.</exception>
    public void Replace(ServerCredentials credentials)
    {
        if (credentials.Tokens?.Any(string.IsNullOrWhiteSpace) == true)
        {
            throw Invalid("tokens", "must not be empty");
        }

        var wrong = credentials.Environment?.FirstOrDefault(v => !EnvironmentVariables.IsName(v.Key) || v.Value.Contains('\0'));
        if (wrong is { Key: { } name })
        {
            throw Invalid("environment", $"'{name.Replace("\0", "\\0", StringComparison.Ordinal)}' is not a variable that can be set");
        }

        if (credentials.Environment is { } environment)
        {
            Volatile.Write(ref _environment, new Dictionary<string, string>(environment, StringComparer.Ordinal));
        }

        if (credentials.Tokens is { } tokens)
        {
            Volatile.Write(ref _tokens, ApiTokens.Of(tokens));
            Volatile.Write(ref _awaited, false);
        }
    }

    private static ClaudeboxException Invalid(string field, string problem) => new(new RunFailure
    {
        Code = FailureCode.InvalidRequest,
        Message = $"The credentials are not valid: {field} {problem}.",
        Fields = new Dictionary<string, string> { [field] = problem },
    });
}
