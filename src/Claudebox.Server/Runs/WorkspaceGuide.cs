using System.Text;
using Claudebox.Runs;
using Claudebox.Server.Claude;

namespace Claudebox.Server.Runs;

/// <summary>
/// Writes the guide to the container into a workspace, as its <c>CLAUDE.md</c>: when that is asked for, and in workspaces that
/// an API server makes. It is never written over anything.
/// </summary>
internal sealed class WorkspaceGuide(ServerOptions options, ToolGuide guide, WorkspaceResolver workspaces, ILogger<WorkspaceGuide> logger)
{
    private const string FileName = "CLAUDE.md";

    /// <summary>Writes it, if this workspace is to have it. What cannot be written is no reason not to run.</summary>
    /// <param name="workspace">The workspace; it exists.</param>
    /// <param name="isNew">Whether it was made for what begins now.</param>
    public async Task WriteAsync(string workspace, bool isNew)
    {
        if (!guide.IsKnown || !(options.WritesGuide ?? (options.ServesAllWorkspaces && isNew)))
        {
            return;
        }

        try
        {
            var text = guide.ToMarkdown(isMountedSamePath: !options.ServesAllWorkspaces);
            await workspaces.WriteIfMissingAsync(workspace, FileName, Encoding.UTF8.GetBytes(text));
        }
        catch (Exception e) when (e is ClaudeboxException or IOException or UnauthorizedAccessException)
        {
            logger.GuideNotWritten(Path.Combine(workspace, FileName), e);
        }
    }
}
