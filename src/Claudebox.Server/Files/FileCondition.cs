using Claudebox.Runs;
using Claudebox.Server.Processes;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Claudebox.Server.Files;

/// <summary>The state that a file must be in to be changed: <c>If-Match</c> and <c>If-None-Match: *</c> (RFC 9110, section 13).</summary>
/// <param name="Matches">Entity tags of which it must have one; <c>*</c> for any file; none for no condition.</param>
/// <param name="MustBeNew">Whether it must not exist.</param>
internal sealed record FileCondition(IReadOnlyList<EntityTagHeaderValue> Matches, bool MustBeNew)
{
    /// <summary>No condition.</summary>
    public static FileCondition None { get; } = new([], MustBeNew: false);

    /// <summary>Reads the headers of a request.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: a condition cannot be read, and must not count as none.</exception>
    public static FileCondition Of(RequestHeaders headers) => new(
        Tags(headers.IfMatch, headers.Headers.IfMatch, HeaderNames.IfMatch),
        Tags(headers.IfNoneMatch, headers.Headers.IfNoneMatch, HeaderNames.IfNoneMatch).Any(tag => tag.Equals(EntityTagHeaderValue.Any)));

    private static IReadOnlyList<EntityTagHeaderValue> Tags(IList<EntityTagHeaderValue> tags, StringValues header, string name) =>
        tags.Count > 0 || StringValues.IsNullOrEmpty(header)
            ? [.. tags]
            : throw new ClaudeboxException(FailureCode.InvalidRequest, $"'{name}: {header}' cannot be read: entity tags stand in double quotes.");

    /// <summary>Throws when the file is in another state.</summary>
    /// <param name="status">What the file is; null when there is none.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.PreconditionFailed"/>.</exception>
    public void Check(FileStatus? status, JailPath path)
    {
        if (MustBeNew && status is not null)
        {
            throw new ClaudeboxException(FailureCode.PreconditionFailed, $"'{path}' exists.");
        }

        if (Matches.Count > 0 && !(status is { } existing && Matches.Any(tag =>
            tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(Download.TagOf(existing), useStrongComparison: true))))
        {
            throw new ClaudeboxException(FailureCode.PreconditionFailed, $"'{path}' is not in the state that If-Match names.");
        }
    }
}
