using System.Globalization;
using Claudebox.Server.Processes;

namespace Claudebox.Server.Claude;

/// <summary>
/// The user that Claude Code runs as: exactly the uid and gid that own the workspace (design section 4), root
/// included. The entrypoint has given the name <c>claude</c> to that uid.
/// </summary>
internal sealed class RuntimeUser
{
    private const string Name = "claude";

    private readonly bool _canSwitch = Native.EffectiveUserId() == 0;
    private readonly IReadOnlyList<uint> _groups;

    private RuntimeUser(FileOwner owner)
    {
        Owner = owner;
        _groups = ReadGroups(owner.GroupId);
    }

    /// <summary>The numeric ids.</summary>
    public FileOwner Owner { get; }

    /// <summary>Whether it is root, for which Claude Code wants <c>IS_SANDBOX=1</c> (claude-cli.md §5).</summary>
    public bool IsRoot => Owner.UserId == 0;

    /// <summary>The name for <c>USER</c> and <c>LOGNAME</c>.</summary>
    public string LoginName => IsRoot ? "root" : Name;

    /// <summary>Whether processes can be given a mark.</summary>
    public bool CanMark => _canSwitch;

    /// <summary>The owner of a directory.</summary>
    public static RuntimeUser Of(string workspace) => new(Native.OwnerOf(workspace));

    /// <summary>The program and arguments that run a command as this user.</summary>
    /// <param name="mark">A supplementary group for the process and its descendants.</param>
    /// <param name="command">The program and its arguments.</param>
    public IReadOnlyList<string> Command(uint? mark, IEnumerable<string> command)
    {
        if (!_canSwitch)
        {
            return [.. command];
        }

        var groups = mark is { } group ? _groups.Append(group) : _groups;
        return
        [
            "setpriv",
            string.Create(CultureInfo.InvariantCulture, $"--reuid={Owner.UserId}"),
            string.Create(CultureInfo.InvariantCulture, $"--regid={Owner.GroupId}"),
            "--groups=" + string.Join(',', groups.Select(g => g.ToString(CultureInfo.InvariantCulture))),
            "--",
            .. command,
        ];
    }

    private static List<uint> ReadGroups(uint primary)
    {
        var groups = new List<uint> { primary };
        foreach (var line in File.ReadLines("/etc/group"))
        {
            var fields = line.Split(':');
            if (fields.Length >= 4 && fields[3].Split(',').Contains(Name) &&
                uint.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var id) && !groups.Contains(id))
            {
                groups.Add(id);
            }
        }

        return groups;
    }
}
