using Claudebox.Runs;
using Claudebox.Server.Processes;

namespace Claudebox.Server.Auth;

/// <summary>A file with tokens, read again whenever it changed. While it cannot be read, it holds none.</summary>
internal sealed class TokenFile
{
    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly ILogger _logger;
    private FileStatus? _seen;
    private ApiTokens _tokens = ApiTokens.None;

    /// <summary>Reads the file.</summary>
    /// <exception cref="ClaudeboxException">It cannot be read, or holds no token; the message names the variable.</exception>
    public TokenFile(string path, string variable, ILogger logger)
    {
        _path = path;
        _logger = logger;
        if (Tokens.IsEmpty)
        {
            throw new ClaudeboxException(
                FailureCode.InvalidRequest, $"The environment variable {variable} must name a readable file with a token, not '{path}'.");
        }
    }

    /// <summary>The tokens in the file now.</summary>
    public ApiTokens Tokens
    {
        get
        {
            lock (_gate)
            {
                // Through links: rotation often means that one leads to another file now.
                var now = Native.Look(_path);
                if (now != _seen)
                {
                    _tokens = Read();
                    _seen = now;
                }

                return _tokens;
            }
        }
    }

    private ApiTokens Read()
    {
        try
        {
            return ApiTokens.Parse(File.ReadAllText(_path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _logger.TokenFileFailed(_path, e.Message);
            return ApiTokens.None;
        }
    }
}
