using System.CommandLine;

namespace Claudebox.CommandLine;

/// <summary>The table of commands. Each is made by a class of its own in <c>Commands/</c>.</summary>
internal static class Grammar
{
    /// <summary>Makes the root command.</summary>
    /// <param name="context">What the commands work with.</param>
    public static RootCommand Of(CommandContext context)
    {
        _ = context;
        return new RootCommand("Claude Code, boxed in Docker.");
    }
}
