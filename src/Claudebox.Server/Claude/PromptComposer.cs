using System.Text;

namespace Claudebox.Server.Claude;

/// <summary>
/// The one composer of appended system text, evaluated per run for every interface (design section 4): container
/// hint with the tools that are there, then every always-active skill in path order with its path as header, then the interface's hint, then
/// the caller's text.
/// </summary>
internal sealed class PromptComposer(ServerOptions options, ClaudeCode claude, StartWarnings startWarnings, ToolGuide guide)
{
    /// <summary>Composes the text.</summary>
    /// <param name="callerText">The caller's own text, which comes last.</param>
    /// <param name="interfaceHint">What Claude should know about the way its answer is shown.</param>
    public ComposedText Compose(string? callerText, string? interfaceHint = null)
    {
        var skills = AlwaysOnSkills.Read(options.DataDirectory);
        var parts = new List<string> { Hint() };
        parts.AddRange(skills.Texts);
        parts.AddRange(new[] { interfaceHint, callerText }.Where(t => !string.IsNullOrWhiteSpace(t)).OfType<string>());
        return new ComposedText(string.Join("\n\n", parts), [.. startWarnings.Lines, .. skills.Warnings]);
    }

    private string Hint()
    {
        var text = new StringBuilder("You are running inside a Docker container");
        if (options.ImageVariant is { } variant)
        {
            text.Append(" (image variant: ").Append(variant).Append(')');
        }

        text.Append(". sudo needs no password, so you can install what you miss. ")
            .Append("Custom scripts may be in ").Append(claude.Config.Scripts).Append(", which is on PATH.");
        if (options.Role != "server")
        {
            text.Append(" The workspace has the same path here as on the host.");
        }

        if (File.Exists("/var/run/docker.sock"))
        {
            text.Append(" The host's Docker socket is mounted: containers you start run on the host's engine.");
        }

        if (guide.IsKnown)
        {
            text.Append("\n\n").Append(guide);
        }

        return text.ToString();
    }
}
