using System.Diagnostics;
using System.Globalization;
using Claudebox.Runs;
using Claudebox.Server.Auth;

namespace Claudebox.Server.Claude;

/// <summary>How Claude Code is started in this container: program, user, configuration and environment.</summary>
internal sealed class ClaudeCode
{
    private static readonly string[] OwnPrefixes = ["CLAUDEBOX_", "DOTNET_", "ASPNETCORE_"];

    private readonly ServerOptions _options;
    private readonly ServerSecrets? _secrets;

    public ClaudeCode(ServerOptions options, ILogger<ClaudeCode> logger, ServerSecrets? secrets = null)
    {
        _options = options;
        _secrets = secrets;
        User = RuntimeUser.Of(options.Workspace);
        Config = new ConfigDirectory(options, User, logger);
    }

    /// <summary>The user it runs as.</summary>
    public RuntimeUser User { get; }

    /// <summary>Its configuration directory.</summary>
    public ConfigDirectory Config { get; }

    /// <summary>Fails when the program is not there.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.ClaudeMissing"/>.</exception>
    public void EnsureInstalled()
    {
        if (!File.Exists(_options.ClaudePath))
        {
            throw new ClaudeboxException(FailureCode.ClaudeMissing, $"Claude Code is not at {_options.ClaudePath}.");
        }
    }

    /// <summary>How to start it: as this container's user, with exactly the environment it is to have.</summary>
    /// <param name="mark">A supplementary group for the process and its descendants.</param>
    /// <param name="arguments">Claude Code's arguments.</param>
    /// <param name="variables">The run's own variables.</param>
    /// <param name="workingDirectory">Its working directory.</param>
    public ProcessStartInfo StartInfo(
        uint? mark, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables, string workingDirectory)
    {
        var command = User.Command(mark, arguments.Prepend(_options.ClaudePath));
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false, WorkingDirectory = workingDirectory };
        start.Environment.Clear();
        foreach (var (name, value) in Environment(variables))
        {
            start.Environment[name] = value;
        }

        return start;
    }

    // The container's, its credentials, ours, then the caller's.
    private Dictionary<string, string> Environment(IReadOnlyDictionary<string, string>? variables)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry inherited in System.Environment.GetEnvironmentVariables())
        {
            var name = (string)inherited.Key;
            if (!OwnPrefixes.Any(p => name.StartsWith(p, StringComparison.Ordinal)))
            {
                result[name] = (string)inherited.Value!;
            }
        }

        foreach (var (name, value) in _secrets?.Environment ?? new Dictionary<string, string>())
        {
            result[name] = value;
        }

        result["HOME"] = _options.Home;
        result["USER"] = result["LOGNAME"] = User.LoginName;
        result["SHELL"] = "/bin/bash";
        result.TryAdd("LANG", "C.UTF-8");
        result["CLAUDE_CONFIG_DIR"] = Config.Path;
        result["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1";
        result["DISABLE_AUTOUPDATER"] = "1";

        // It would miss itself in ~/.local/bin, and say so above every conversation.
        result["DISABLE_INSTALLATION_CHECKS"] = "1";
        result["CLAUDE_CODE_MAX_RETRIES"] = _options.MaxRetries.ToString(CultureInfo.InvariantCulture);
        if (User.IsRoot)
        {
            result["IS_SANDBOX"] = "1";
        }

        AddIdentity("NAME", _options.GitName);
        AddIdentity("EMAIL", _options.GitEmail);

        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            result[name] = value;
        }

        result["PATH"] = string.Join(':',
            Config.Scripts, Path.Combine(_options.Home, ".local/bin"),
            result.GetValueOrDefault("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"));
        return result;

        void AddIdentity(string part, string? value)
        {
            if (value is not null)
            {
                result["GIT_AUTHOR_" + part] = result["GIT_COMMITTER_" + part] = value;
            }
        }
    }
}
