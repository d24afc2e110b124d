using System.Text;
using Claudebox.Runs;
using Claudebox.Settings;

namespace Claudebox.Docker;

/// <summary>
/// The long-lived token that the user chose to keep. It lies beside the configuration file, outside of the data directory, and
/// stands in where no credential is set.
/// </summary>
/// <param name="path">The file's absolute path; nothing needs to be there.</param>
public sealed class StoredToken(string path)
{
    private const string Name = "CLAUDE_CODE_OAUTH_TOKEN";
    private const string FileName = "oauth-token";
    private const string Beginning = "sk-ant-";
    private const int Longest = 4096;

    /// <summary>The file's absolute path.</summary>
    public string Path { get; } = path;

    /// <summary>Whether a text can be a token.</summary>
    /// <param name="text">The text.</param>
    public static bool IsToken(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(Beginning, StringComparison.Ordinal) && text.Length is > 20 and <= Longest &&
            text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');
    }

    /// <summary>Finds the place of the token.</summary>
    /// <param name="variables">The environment variables, which may say where the configuration is.</param>
    /// <param name="baseDirectory">What a relative path is relative to; null means the process's current directory.</param>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: the configuration's path cannot be one.</exception>
    public static StoredToken Of(IReadOnlyDictionary<string, string> variables, string? baseDirectory = null) =>
        Beside(ConfigurationFile.Of(variables, baseDirectory));

    /// <summary>The token that belongs to a configuration.</summary>
    /// <param name="configuration">The configuration file; nothing needs to be there.</param>
    public static StoredToken Beside(ConfigurationFile configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new StoredToken(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(configuration.Path)!, FileName));
    }

    /// <summary>Gives the variables with the token among them, when it is needed and there is one.</summary>
    /// <param name="variables">The environment variables.</param>
    /// <param name="baseDirectory">What a relative path is relative to; null means the process's current directory.</param>
    /// <returns>The same variables, or a copy with one more.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: the file cannot be read, or holds something else.</exception>
    public static IReadOnlyDictionary<string, string> AddTo(IReadOnlyDictionary<string, string> variables, string? baseDirectory = null)
    {
        ArgumentNullException.ThrowIfNull(variables);
        var forwarded = ForwardedEnvironment.Collect(variables, entries: null, network: "host");
        return ForwardedEnvironment.Credentials.Any(forwarded.ContainsKey) || Of(variables, baseDirectory).Read() is not { } token
            ? variables
            : new Dictionary<string, string>(variables, EnvironmentVariables.NameComparer) { [Name] = token };
    }

    /// <summary>Reads the token.</summary>
    /// <returns>The token; null when none is kept.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: the file cannot be read, or holds something else.</exception>
    public string? Read()
    {
        try
        {
            var text = File.ReadAllText(Path).Trim();
            return IsToken(text) ? text : throw new ClaudeboxException(FailureCode.InvalidRequest, $"The file {Path} does not hold a token. Delete it.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, $"The file {Path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Keeps a token, readable by its owner alone.</summary>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Ends the writing; then nothing has changed.</param>
    /// <returns>A task that ends when it is written.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: it is no token, or cannot be written.</exception>
    public async Task WriteAsync(string token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (!IsToken(token))
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, $"That is no token: it must begin with {Beginning} and hold letters, digits, - and _ only.");
        }

        try
        {
            HostFile.CreateFolder(System.IO.Path.GetDirectoryName(Path)!);
            await HostFile.WriteAsync(
                Path, HostFile.OwnerOnly, (file, stop) => file.WriteAsync(Encoding.UTF8.GetBytes(token + "\n"), stop).AsTask(), cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, $"The file {Path} cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>Forgets the token.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: it cannot be deleted.</exception>
    public bool Delete()
    {
        try
        {
            var exists = File.Exists(Path);
            File.Delete(Path);
            return exists;
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, $"The file {Path} cannot be deleted: {exception.Message}", exception);
        }
    }
}
