using System.Text;
using System.Text.Json;

namespace Claudebox.Server.Claude;

/// <summary>
/// What is in the container: the tools that answered when the image was built, with their versions, and what was left out and
/// why. The image's build writes it (<c>image/toolsets/probe.sh</c>), so another image has another guide.
/// </summary>
internal sealed class ToolGuide
{
    private readonly string _variant = "";
    private readonly string _distribution = "";
    private readonly IReadOnlyList<(string Group, IReadOnlyList<(string Command, string Version)> Tools)> _groups = [];
    private readonly IReadOnlyList<(string Command, string Reason)> _leftOut = [];

    public ToolGuide(ServerOptions options)
    {
        var path = Path.Combine(options.ScriptsDirectory, "tools.json");
        IsKnown = File.Exists(path);
        if (!IsKnown)
        {
            return;
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var root = document.RootElement;
        _variant = Text(root, "variant");
        _distribution = Text(root, "distribution");
        _groups = [.. root.GetProperty("groups").EnumerateArray().Select(group => (Text(group, "name"), Tools(group)))];
        _leftOut = [.. root.GetProperty("leftOut").EnumerateArray().Select(tool => (Text(tool, "command"), Text(tool, "reason")))];
    }

    /// <summary>Whether there is one: outside an image there is none.</summary>
    public bool IsKnown { get; }

    /// <summary>The guide as a part of the system text: a line for each group.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("Tools in this container (").Append(_distribution).Append("):");
        foreach (var (group, tools) in _groups)
        {
            text.Append("\n- ").Append(group).Append(": ").AppendJoin(", ", tools.Select(tool => $"{tool.Command} {tool.Version}"));
        }

        if (_leftOut.Count > 0)
        {
            text.Append("\nNot in it: ").AppendJoin("; ", _leftOut.Select(tool => $"{tool.Command} ({tool.Reason})")).Append('.');
        }

        return text.ToString();
    }

    /// <summary>The guide as the <c>CLAUDE.md</c> of a workspace.</summary>
    /// <param name="isMountedSamePath">Whether the workspace has the path of the host.</param>
    public string ToMarkdown(bool isMountedSamePath)
    {
        var text = new StringBuilder();
        text.Append("# Available Tools\n\n")
            .Append("Claude Code works on this directory inside a Docker container of Claudebox (image variant: ").Append(_variant).Append(", ")
            .Append(_distribution).Append(").\nThese tools answered when its image was built; `/opt/claudebox/tools.json` in the container is always up to date.\n")
            .Append("Please keep these notes when you rewrite this file.\n");
        foreach (var (group, tools) in _groups)
        {
            text.Append("\n## ").Append(group).Append("\n\n");
            foreach (var (command, version) in tools)
            {
                text.Append("- `").Append(command).Append("` ").Append(version).Append('\n');
            }
        }

        if (_leftOut.Count > 0)
        {
            text.Append("\n## Not in this image\n\n");
            foreach (var (command, reason) in _leftOut)
            {
                text.Append("- `").Append(command).Append("`: ").Append(reason).Append('\n');
            }
        }

        text.Append("\n## The container\n\n")
            .Append("- `sudo` needs no password, so what is missing can be installed. It goes with the container; an init hook brings it again.\n")
            .Append("- Init hooks, `~/.claude/init.d/*.sh`, run as root once in every new container.\n")
            .Append("- Scripts in `~/.claude/bin` are on PATH.\n")
            .Append("- The host's Docker socket may be mounted: containers that are started here then run on the host's engine.\n");
        if (isMountedSamePath)
        {
            text.Append("- This directory has the same path here as on the host, so it can be mounted into other containers.\n");
        }

        return text.Append("- Other directories of the host may be mounted as well.\n").ToString();
    }

    private static IReadOnlyList<(string Command, string Version)> Tools(JsonElement group) =>
        [.. group.GetProperty("tools").EnumerateArray().Select(tool => (Text(tool, "command"), Text(tool, "version")))];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
