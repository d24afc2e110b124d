using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Claudebox.Runs;

namespace Claudebox.Server.Auth;

/// <summary>
/// Takes secrets out of the process's environment, where <c>/proc/PID/environ</c> would show them for as long as it lives.
/// They come through an open descriptor that the program before this one left: the entrypoint, or this program itself, which
/// then replaces itself (design section 4).
/// </summary>
internal static partial class SecretHandOver
{
    // The entrypoint writes the same: NAME=value, each ended by a NUL, all in base64.
    private const string DescriptorVariable = "CLAUDEBOX_SECRETS_FD";

    /// <summary>Secrets that Claude Code reads.</summary>
    public static IReadOnlyList<string> OfClaudeCode { get; } = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"];

    /// <summary>All variables that hold secrets; the entrypoint knows the same names.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. OfClaudeCode, "CLAUDEBOX_MODE_API_TOKEN", "CLAUDE_MODE_API_TOKEN", "CLAUDEBOX_TELEGRAM_BOT_TOKEN", "CLAUDE_TELEGRAM_BOT_TOKEN",
    ];

    /// <summary>Gives the secrets; when the environment still holds some, the program starts again without them.</summary>
    /// <exception cref="ClaudeboxException">The program could not be started again.</exception>
    public static IReadOnlyDictionary<string, string> Take()
    {
        if (Environment.GetEnvironmentVariable(DescriptorVariable) is { Length: > 0 } descriptor)
        {
            Environment.SetEnvironmentVariable(DescriptorVariable, null);
            return Read(int.Parse(descriptor, NumberStyles.None, CultureInfo.InvariantCulture));
        }

        var secrets = Names
            .Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
            .Where(secret => secret.Value is { Length: > 0 })
            .ToDictionary(secret => secret.Name, secret => secret.Value!, StringComparer.Ordinal);
        if (secrets.Count > 0)
        {
            StartAgain(Write(secrets));
        }

        return secrets;
    }

    private static Dictionary<string, string> Read(int descriptor)
    {
        using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(descriptor, ownsHandle: true);
        using var stream = new FileStream(handle, FileAccess.Read, bufferSize: 0);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(reader.ReadToEnd().Trim()));
        return text.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => entry.Split('=', 2))
            .Where(entry => entry is [_, { Length: > 0 }])
            .ToDictionary(entry => entry[0], entry => entry[1], StringComparer.Ordinal);
    }

    // Memory that has a descriptor and no name; it goes with the last descriptor.
    private static int Write(Dictionary<string, string> secrets)
    {
        var descriptor = CreateMemoryFile("claudebox-secrets", flags: 0);
        if (descriptor < 0)
        {
            throw Failed();
        }

        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Concat(secrets.Select(s => $"{s.Key}={s.Value}\0"))));
        using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(descriptor, ownsHandle: false);
        RandomAccess.Write(handle, Encoding.ASCII.GetBytes(text), fileOffset: 0);
        return descriptor;
    }

    private static unsafe void StartAgain(int descriptor)
    {
        var arguments = File.ReadAllText("/proc/self/cmdline").TrimEnd('\0').Split('\0');
        var environment = Claudebox.Settings.EnvironmentVariables.OfProcess()
            .Where(variable => !Names.Contains(variable.Key))
            .Select(variable => $"{variable.Key}={variable.Value}")
            .Append(string.Create(CultureInfo.InvariantCulture, $"{DescriptorVariable}={descriptor}"));
        fixed (nint* argv = Pointers(arguments), envp = Pointers(environment))
        {
            _ = Execute("/proc/self/exe", argv, envp);
        }

        throw Failed();
    }

    private static nint[] Pointers(IEnumerable<string> texts) => [.. texts.Select(Marshal.StringToCoTaskMemUTF8), 0];

    private static ClaudeboxException Failed() => new(
        FailureCode.InternalError, "The server could not take the secrets out of its environment: " + Marshal.GetLastPInvokeErrorMessage());

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateMemoryFile(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Execute(string path, nint* argv, nint* envp);
}
