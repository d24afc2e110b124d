using System.Security;
using Claudebox.Runs;

namespace Claudebox;

/// <summary>A server of the HTTP API: one that <c>Start-ClaudeboxServer</c> made, or any other by its URL.</summary>
public sealed class ClaudeboxServer
{
    /// <summary>Names a server by its URL; PowerShell makes one of a text.</summary>
    /// <param name="url">An absolute URL with the scheme http or https.</param>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: it is none.</exception>
    public ClaudeboxServer(string url)
        : this(Uri.TryCreate(url, UriKind.Absolute, out var parsed) ? parsed : throw NotAUrl(url))
    {
    }

    /// <summary>Names a server by its URL.</summary>
    /// <param name="url">An absolute URL with the scheme http or https.</param>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: it is none.</exception>
    public ClaudeboxServer(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
        {
            throw NotAUrl(url.ToString());
        }

        Url = url;
    }

    internal ClaudeboxServer(Uri? url, ClaudeboxContainer container)
    {
        Url = url;
        Container = container;
    }

    /// <summary>Docker's name of its container; null for a server that is known by its URL alone.</summary>
    public string? Name => Container?.Name;

    /// <summary>Where the API is; null when its container does not run.</summary>
    public Uri? Url { get; }

    /// <summary>Docker's state of its container, e.g. <c>running</c>; null for a server that is known by its URL alone.</summary>
    public string? State => Container?.State;

    /// <summary>The directory on this machine below which its workspaces are.</summary>
    public string? WorkspaceRoot => Container?.Workspace;

    /// <summary>Whether it could run a prompt now; null when it was not asked.</summary>
    public bool? IsReady { get; internal init; }

    /// <summary>Runs that are not final; null when it was not asked.</summary>
    public int? ActiveRuns { get; internal init; }

    /// <summary>Its token: only of the object that the command which set it gave. Null also for an open server.</summary>
    public SecureString? Token { get; internal init; }

    /// <summary>Its container; null for a server that is known by its URL alone.</summary>
    public ClaudeboxContainer? Container { get; }

    /// <summary>Gives the URL, or the name of a server that does not run.</summary>
    /// <returns>The URL.</returns>
    public override string ToString() => Url?.ToString() ?? Name ?? "";

    private static ClaudeboxException NotAUrl(string? text) =>
        new(FailureCode.InvalidRequest, $"'{text}' is not the URL of a server, such as http://127.0.0.1:8080.");
}
