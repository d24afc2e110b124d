using Claudebox.Runs;
using Claudebox.Server.Processes;
using Microsoft.AspNetCore.Http.Headers;
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
    public static FileCondition Of(RequestHeaders headers) =>
        new([.. headers.IfMatch], headers.IfNoneMatch.Any(tag => tag.Equals(EntityTagHeaderValue.Any)));

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
